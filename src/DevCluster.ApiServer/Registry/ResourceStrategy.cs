using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>What is special about a kind. All trees are of the stored version and may be changed in place where the name says so.</summary>
internal abstract class ResourceStrategy
{
    /// <summary>Whether PUT of a missing object creates it.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>Whether PUT may leave out the resourceVersion.</summary>
    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>Whether the server counts changes of the desired state in metadata.generation.</summary>
    public virtual bool TracksGeneration => false;

    public virtual IReadOnlyList<string> CheckName(string name) => NameRules.DnsSubdomain(name);

    /// <summary>Completes what a client sent, as part of decoding it: what is set here is the client's own.</summary>
    public virtual void Complete(JsonObject resource)
    {
    }

    /// <summary>Sets what the server decides for a new object.</summary>
    public virtual void PrepareForCreate(JsonObject resource)
    {
    }

    /// <summary>Restores what a client may not change through <paramref name="subresource"/> (empty: the object itself).</summary>
    public virtual void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
    }

    /// <summary>Sets what the start of a deletion changes, such as a finalizer of the server's own.</summary>
    public virtual void PrepareForDelete(JsonObject resource, DateTimeOffset now)
    {
    }

    /// <summary>Whether a terminating object without finalizers may go.</summary>
    public virtual bool MayBeRemoved(JsonObject resource) => true;

    public virtual IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous) => [];
}
