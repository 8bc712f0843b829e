using System.Text.Json.Nodes;

namespace ElementalProvider.Conformance.Running;

/// <summary>A request of a step, with all variables filled in.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Headers; one without a value is left out though it would be sent otherwise.</param>
/// <param name="Body">Body, or null.</param>
/// <param name="Credentials">own, none or token:T.</param>
internal sealed record KitRequest(string Method, string Target, JsonObject Headers, string? Body, string Credentials = "own");
