using System.Globalization;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Selection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Reads and checks query parameters.</summary>
internal static class QueryOptions
{
    private const int MaximumManagerLength = 128;

    /// <param name="request">The request.</param>
    /// <param name="optionsKind">Kind of the options, which errors name.</param>
    /// <param name="isApply">Whether it is a server-side apply, which has options of its own.</param>
    public static WriteOptions Write(HttpRequest request, string optionsKind, bool isApply = false)
    {
        var errors = new List<FieldError>();
        bool dryRun = DryRun([.. request.Query["dryRun"].OfType<string>()], errors);
        string validation = Text(request, "fieldValidation");
        if (validation is not ("" or "Warn" or "Ignore" or "Strict"))
            errors.Add(FieldError.NotSupported("fieldValidation", JsonValue.Create(validation), ["Ignore", string.Empty, "Strict", "Warn"]));
        CheckManager(request, isApply, errors);
        if (errors.Count > 0)
            throw ApiErrors.Invalid("meta.k8s.io", optionsKind, string.Empty, errors);
        return new WriteOptions
        {
            DryRun = dryRun,
            FieldValidation = validation switch { "Ignore" => FieldValidation.Ignore, "Strict" => FieldValidation.Strict, _ => FieldValidation.Warn },
            FieldManager = Text(request, "fieldManager") is { Length: > 0 } manager ? manager : ClientName(request),
            Force = Flag(request, "force") == true,
            User = request.HttpContext.Features.GetRequiredFeature<UserInfo>(),
            Requested = Requested(request, dryRun),
        };
    }

    private static void CheckManager(HttpRequest request, bool isApply, List<FieldError> errors)
    {
        string manager = Text(request, "fieldManager");
        if (isApply && manager.Length == 0)
            errors.Add(FieldError.Required("fieldManager", "is required for apply patch"));
        if (!isApply && Flag(request, "force") is not null)
            errors.Add(FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        if (manager.Length > MaximumManagerLength)
            errors.Add(FieldError.TooLong("fieldManager", $"may not be more than {MaximumManagerLength} bytes"));
        if (manager.Any(char.IsControl))
            errors.Add(FieldError.Invalid("fieldManager", JsonValue.Create(manager), "should only contain printable characters"));
    }

    private static JsonObject Requested(HttpRequest request, bool dryRun)
    {
        var options = new JsonObject();
        if (dryRun)
            options["dryRun"] = new JsonArray("All");
        foreach (string name in (string[])["fieldManager", "fieldValidation"])
        {
            if (Text(request, name) is { Length: > 0 } given)
                options[name] = given;
        }

        if (Flag(request, "force") is { } force)
            options["force"] = force;

        return options;
    }

    public static ListOptions List(HttpRequest request, ResourceTarget target) => new()
    {
        Selection = Selection(request, target),
        Limit = Math.Max(0, Number(request, "limit") ?? 0),
        Continue = Text(request, "continue"),
        ResourceVersion = Text(request, "resourceVersion"),
        ResourceVersionMatch = Text(request, "resourceVersionMatch"),
        SendInitialEvents = Flag(request, "sendInitialEvents"),
    };

    public static ObjectSelection Selection(HttpRequest request, ResourceTarget target) => new(
        target.Namespace,
        LabelSelector.Parse(Text(request, "labelSelector")),
        FieldSelector.Parse(Text(request, "fieldSelector"), target.Definition.SelectableFields));

    public static bool DryRun(IReadOnlyList<string> values, List<FieldError> errors)
    {
        string[] given = [.. values.Where(value => value.Length > 0)];
        if (given.Any(value => value != "All"))
            errors.Add(FieldError.NotSupported("dryRun", new JsonArray([.. given.Select(value => (JsonNode)JsonValue.Create(value)!)]), ["All"]));
        return given.Length > 0;
    }

    public static string Text(HttpRequest request, string name) => request.Query[name].ToString();

    public static bool? Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        "" => request.Query.ContainsKey(name) ? true : null,
        "0" or "false" => false,
        _ => true,
    };

    /// <exception cref="ApiStatusException">400: the parameter is no number.</exception>
    public static long? Number(HttpRequest request, string name)
    {
        string text = Text(request, name);
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    /// <summary>The first word of the User-Agent.</summary>
    public static string ClientName(HttpRequest request)
    {
        string agent = request.Headers.UserAgent.ToString();
        string name = agent.Split('/', ' ')[0];
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, 128)];
    }
}
