using System.Globalization;
using ElementalProvider.Agent.Signals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace ElementalProvider.Agent.Gateway;

/// <summary>What a failed call means to a person, and when to try again.</summary>
internal static class GatewayFailures
{
    private const int MostFields = 8;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>One sentence.</summary>
    public static string Describe(RpcException exception) => exception.StatusCode switch
    {
        _ when Cause<ServerCertificateException>(exception) is { } untrusted => untrusted.Message,
        _ when Cause<HttpRequestException>(exception) is
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        } unreached => $"The server is not available: {Line((unreached.InnerException ?? unreached).Message)}",
        StatusCode.Unavailable => $"The server is not available: {Detail(exception)}",
        StatusCode.ResourceExhausted when RetryAfter(exception) is not null => $"The server is busy and has said when to come back: {Detail(exception)}",
        StatusCode.ResourceExhausted => $"The server takes no more of this now: {Detail(exception)}",
        StatusCode.DeadlineExceeded => "The server did not answer in time.",
        StatusCode.Unauthenticated => $"The server does not accept the token (is it the registration's current one, and is this clock right?): {Detail(exception)}",
        StatusCode.PermissionDenied => $"The server does not allow this: {Detail(exception)}",
        StatusCode.NotFound => $"The server knows no such thing: {Detail(exception)}",
        StatusCode.AlreadyExists => Reason(exception) switch
        {
            "NAME_TAKEN" => $"The name of this host is taken by another key: {Detail(exception)}",
            "KEY_TAKEN" => $"The key of this host belongs to a host of another name: {Detail(exception)}",
            "HOST_BEING_RESET" => $"The old host of this name is still being reset: {Detail(exception)}",
            _ => $"The name of this host is taken by another key, or its old host is still being reset: {Detail(exception)}",
        },
        StatusCode.InvalidArgument => $"The server does not accept what this host sent{InFields(exception)}: {Detail(exception)}",
        StatusCode.Unimplemented => $"The server does not speak this agent's protocol (is registration.uri the right address?): {Detail(exception)}",
        _ => $"The server answered {exception.StatusCode}: {Detail(exception)}",
    };

    /// <summary>The pause after a failure: the server's own wish where it has one, and some jitter, so that not all come back at once.</summary>
    public static TimeSpan PauseAfter(Exception failure, FullJitterBackoff backoff)
    {
        if (failure is not RpcException call || RetryAfter(call) is not { } wish)
            return backoff.Next();

        // It is there, and has told each in a crowd another time: whoever stays away longer every time loses the turn that was meant for it.
        if (call.StatusCode == StatusCode.ResourceExhausted)
            backoff.Reset();
        return wish + backoff.Next();
    }

    /// <summary>
    /// How long the server asks to be left alone, or null: in the standard detail of its refusal, or in the trailer <c>retry-after</c>, in
    /// seconds, of servers of before.
    /// </summary>
    public static TimeSpan? RetryAfter(RpcException exception) =>
        Detail<RetryInfo>(exception)?.RetryDelay is { } delay ? Within(delay) : RetryAfterTrailer(exception);

    /// <summary>Why the server refuses, in a word for programs; null where it gave none.</summary>
    public static string? Reason(RpcException exception) => Detail<ErrorInfo>(exception)?.Reason;

    /// <summary>How long the server asks to be left alone: whatever it says, a time that can be waited for.</summary>
    public static TimeSpan Within(Duration delay) => WireTimes.Of(delay) is var wish && wish < LongestRetryAfter ? wish : LongestRetryAfter;

    // Which fields are to blame, where the server says.
    private static string InFields(RpcException exception) =>
        Detail<BadRequest>(exception)?.FieldViolations.Select(violation => violation.Field).Where(field => field.Length > 0).Take(MostFields).ToArray()
            is [_, ..] fields
            ? $" in {string.Join(", ", fields).ReplaceLineEndings(" ")}"
            : "";

    private static TimeSpan? RetryAfterTrailer(RpcException exception) =>
        decimal.TryParse(exception.Trailers.GetValue("retry-after"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            ? TimeSpan.FromSeconds(Math.Min((double)seconds, LongestRetryAfter.TotalSeconds))
            : null;

    private static T? Detail<T>(RpcException exception)
        where T : class, IMessage<T>, new()
    {
        try
        {
            return exception.GetRpcStatus()?.GetDetail<T>();
        }
        catch (InvalidProtocolBufferException)
        {
            // Somebody between here and the server may write what they like into a trailer.
            return null;
        }
    }

    private static string Detail(RpcException exception) => Line(exception.Status.Detail);

    private static string Line(string text) => text.ReplaceLineEndings(" ").TrimEnd('.') + ".";

    /// <summary>What kept a call from reaching the server, where it was of a kind.</summary>
    private static T? Cause<T>(RpcException exception)
        where T : Exception
    {
        for (Exception? cause = exception.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
                return found;
        }

        return null;
    }
}
