namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Who sends a request.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public static readonly UserInfo Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsAnonymous => ReferenceEquals(this, Anonymous);
}
