namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>A kind of request, as the server counts them.</summary>
/// <param name="Verb">Kubernetes verb: get, list, watch, create, update, patch, delete or deletecollection.</param>
/// <param name="Resource">Plural name of the resource, or empty for requests about no resource.</param>
/// <param name="Client">First word of the User-Agent, up to its version.</param>
public sealed record DevApiServerRequest(string Verb, string Resource, string Client);
