namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>For kinds that are stored as they come.</summary>
internal sealed class PlainStrategy(bool tracksGeneration = false) : ResourceStrategy
{
    public override bool TracksGeneration => tracksGeneration;
}
