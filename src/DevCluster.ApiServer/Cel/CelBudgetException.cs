namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>Expressions took too many steps. Unlike other failures it is never absorbed by "and" and "or".</summary>
internal sealed class CelBudgetException() : Exception("operation cancelled: actual cost limit exceeded");
