namespace ElementalProvider.DevCluster.ApiServer.Errors;

/// <summary>The refusals of the API machinery, with the codes, reasons and wording of the reference server.</summary>
internal static class ApiErrors
{
    public const string AlreadyExistsReason = "AlreadyExists";

    public static ApiStatusException NotFound(string group, string resource, string name) => new(new ApiStatus
    {
        Code = 404, Reason = "NotFound", Group = group, Kind = resource, Name = name,
        Message = $"{Qualified(resource, group)} \"{name}\" not found",
    });

    /// <summary>No such resource or subresource at this path.</summary>
    public static ApiStatusException UnknownResource() => new(new ApiStatus
    {
        Code = 404, Reason = "NotFound", Message = "the server could not find the requested resource", ShowsDetails = true,
    });

    public static ApiStatusException AlreadyExists(string group, string resource, string name) => new(new ApiStatus
    {
        Code = 409, Reason = AlreadyExistsReason, Group = group, Kind = resource, Name = name,
        Message = $"{Qualified(resource, group)} \"{name}\" already exists",
    });

    public static ApiStatusException Conflict(string group, string resource, string name, string detail) => new(new ApiStatus
    {
        Code = 409, Reason = "Conflict", Group = group, Kind = resource, Name = name,
        Message = $"Operation cannot be fulfilled on {Qualified(resource, group)} \"{name}\": {detail}",
    });

    public static ApiStatusException StaleVersion(string group, string resource, string name) =>
        Conflict(group, resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiStatusException Invalid(string group, string kind, string name, IReadOnlyCollection<FieldError> errors) => new(new ApiStatus
    {
        Code = 422, Reason = "Invalid", Group = group, Kind = kind, Name = name,
        Message = $"{Qualified(kind, group)} \"{name}\" is invalid: {Join(errors)}",
        Causes = [.. errors.Select(error => error.ToCause())],
    });

    public static ApiStatusException BadRequest(string message) => new(new ApiStatus { Code = 400, Reason = "BadRequest", Message = message });

    public static ApiStatusException Unauthorized() => new(new ApiStatus { Code = 401, Reason = "Unauthorized", Message = "Unauthorized" });

    public static ApiStatusException Forbidden(string group, string resource, string name, string message) => new(new ApiStatus
    {
        Code = 403, Reason = "Forbidden", Group = group, Kind = resource, Name = name, Message = message, ShowsDetails = true,
    });

    public static ApiStatusException MethodNotAllowed() => new(new ApiStatus
    {
        Code = 405, Reason = "MethodNotAllowed", Message = "the server does not allow this method on the requested resource", ShowsDetails = true,
    });

    public static ApiStatusException NotAcceptable(IEnumerable<string> accepted) => new(new ApiStatus
    {
        Code = 406, Reason = "NotAcceptable", ShowsDetails = true, Message = $"only the following media types are accepted: {string.Join(", ", accepted)}",
    });

    /// <param name="detail">What is taken.</param>
    /// <param name="showsDetails">Whether the answer has empty details, as it has for patches.</param>
    public static ApiStatusException UnsupportedMediaType(string detail, bool showsDetails = false) => new(new ApiStatus
    {
        Code = 415, Reason = "UnsupportedMediaType", Message = detail, ShowsDetails = showsDetails,
    });

    public static ApiStatusException TooLarge() => new(new ApiStatus
    {
        Code = 413, Reason = "RequestEntityTooLarge", Message = "Request entity too large: limit is 3145728",
    });

    /// <summary>The version is no longer kept: list again.</summary>
    public static ApiStatusException Expired(string message) => new(new ApiStatus { Code = 410, Reason = "Expired", Message = message });

    /// <summary>The reference server answers some bad input with a bare 500.</summary>
    public static ApiStatusException Unclassified(string message) => new(new ApiStatus { Code = 500, Message = message });

    /// <summary>The server, or something that it depends on, failed.</summary>
    public static ApiStatusException Internal(string message) => new(new ApiStatus
    {
        Code = 500, Reason = "InternalError", Message = $"Internal error occurred: {message}",
    });

    public static ApiStatusException VersionTooLarge(long wanted, long current) => new(new ApiStatus
    {
        Code = 504, Reason = "Timeout", RetryAfterSeconds = 1,
        Message = $"Timeout: Too large resource version: {wanted}, current: {current}",
        Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", string.Empty)],
    });

    public static string Qualified(string resource, string group) => group.Length == 0 ? resource : $"{resource}.{group}";

    private static string Join(IReadOnlyCollection<FieldError> errors) =>
        errors.Count == 1 ? errors.First().ToString() : $"[{string.Join(", ", errors)}]";
}
