using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Resources;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Answers a question that is asked by creating an object which is never stored.</summary>
/// <param name="review">The object, to which the answer is added.</param>
/// <param name="user">Who asks.</param>
/// <param name="target">Where it is asked: the namespace, for questions that have one.</param>
internal delegate void Review(JsonObject review, UserInfo user, ResourceTarget target);
