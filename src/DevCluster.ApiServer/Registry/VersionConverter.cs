using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Turns stored objects into those of a served version and back. Both change the tree in place.</summary>
internal abstract class VersionConverter
{
    /// <summary>For the version that is stored.</summary>
    public static readonly VersionConverter None = new Identity();

    public virtual bool IsIdentity => false;

    public abstract void FromStorage(JsonObject resource);

    public abstract void ToStorage(JsonObject resource);

    private sealed class Identity : VersionConverter
    {
        public override bool IsIdentity => true;

        public override void FromStorage(JsonObject resource)
        {
        }

        public override void ToStorage(JsonObject resource)
        {
        }
    }
}
