namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>For kinds that are stored as they come.</summary>
internal sealed class PlainStrategy(bool tracksGeneration = false, bool anyName = false) : ResourceStrategy
{
    public override bool TracksGeneration => tracksGeneration;

    public override IReadOnlyList<string> CheckName(string name) => anyName ? Selection.NameRules.PathSegment(name) : base.CheckName(name);
}
