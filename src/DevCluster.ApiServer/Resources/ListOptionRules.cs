using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Which options of lists and watches go together.</summary>
internal static class ListOptionRules
{
    private const string Match = "resourceVersionMatch";
    private const string Exact = "Exact";
    private const string NotOlderThan = "NotOlderThan";

    /// <exception cref="ApiStatusException">422.</exception>
    public static void CheckList(ListOptions options)
    {
        var errors = new List<FieldError>();
        if (options.ResourceVersionMatch.Length > 0)
        {
            if (options.ResourceVersion.Length == 0)
                errors.Add(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
            if (options.Continue.Length > 0)
                errors.Add(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided"));
            if (options.ResourceVersionMatch is not (Exact or NotOlderThan))
                errors.Add(FieldError.NotSupported(Match, JsonValue.Create(options.ResourceVersionMatch), [Exact, NotOlderThan, string.Empty]));
            if (options is { ResourceVersionMatch: Exact, ResourceVersion: "0" })
                errors.Add(FieldError.Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }

        if (options.SendInitialEvents is not null)
            errors.Add(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        Require(errors);
    }

    /// <exception cref="ApiStatusException">422.</exception>
    public static void CheckWatch(ListOptions options)
    {
        var errors = new List<FieldError>();
        string match = options.ResourceVersionMatch;
        if (options.SendInitialEvents is not null && match != NotOlderThan)
            errors.Add(FieldError.Forbidden(Match, $"sendInitialEvents requires setting resourceVersionMatch to {NotOlderThan}"));
        if (match.Length > 0 && options.SendInitialEvents is null)
            errors.Add(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (match is not ("" or NotOlderThan))
            errors.Add(FieldError.NotSupported(Match, JsonValue.Create(match), [NotOlderThan]));
        if (options.Continue.Length > 0)
            errors.Add(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided"));
        Require(errors);
    }

    private static void Require(List<FieldError> errors)
    {
        if (errors.Count > 0)
            throw ApiErrors.Invalid("meta.k8s.io", "ListOptions", string.Empty, errors);
    }
}
