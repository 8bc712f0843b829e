using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Leases: PUT may create them.</summary>
internal sealed class LeaseStrategy : ResourceStrategy
{
    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override void Complete(JsonObject resource)
    {
        // Coordinated leader election is not switched on: its fields are known and dropped.
        JsonObject spec = resource.Ensure("spec");
        spec.Remove("strategy");
        spec.Remove("preferredHolder");
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        if (resource.At("spec", "leaseDurationSeconds").Whole() is <= 0 and var seconds)
            yield return FieldError.Invalid("spec.leaseDurationSeconds", JsonValue.Create(seconds), "must be greater than 0");
        if (resource.At("spec", "leaseTransitions").Whole() is < 0 and var transitions)
            yield return FieldError.Invalid("spec.leaseTransitions", JsonValue.Create(transitions), "must be greater than or equal to 0");
    }
}
