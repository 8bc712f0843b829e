using ElementalProvider.Api.Elemental;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>Refusals as gRPC says them: a code, a sentence, and the standard details of google.rpc for programs. The one place that does.</summary>
internal static class RefusalStatus
{
    /// <summary>Trailer with the seconds after which a caller should try again: what agents of before understand of <see cref="RetryInfo"/>.</summary>
    public const string RetryAfterTrailer = "retry-after";

    /// <summary>Whose words the reasons of <see cref="ErrorInfo"/> are.</summary>
    public const string Domain = ElementalGroup.Name;

    /// <summary>The exception that gRPC answers with.</summary>
    /// <param name="refusal">The refusal.</param>
    public static RpcException ToException(Refusal refusal)
    {
        StatusCode code = CodeOf(refusal);
        Status status = new()
        {
            Code = (int)code,
            Message = refusal.Sentence,
            Details = { Any.Pack(new ErrorInfo { Reason = refusal.Reason, Domain = Domain }) },
        };
        if (refusal.Field is { } field)
        {
            status.Details.Add(Any.Pack(new BadRequest
            {
                FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = refusal.Sentence } },
            }));
        }

        Metadata trailers = [];
        if (refusal.RetryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
            trailers.Add(RetryAfterTrailer, Math.Ceiling(wait.TotalSeconds).ToString("0"));
        }

        trailers.SetRpcStatus(status);
        return new RpcException(new global::Grpc.Core.Status(code, refusal.Sentence), trailers);
    }

    /// <summary>The code of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    public static StatusCode CodeOf(Refusal refusal) => refusal.Code switch
    {
        RefusalCode.InvalidArgument => StatusCode.InvalidArgument,
        RefusalCode.Unauthenticated => StatusCode.Unauthenticated,
        RefusalCode.PermissionDenied => StatusCode.PermissionDenied,
        RefusalCode.NotFound => StatusCode.NotFound,
        RefusalCode.FailedPrecondition => StatusCode.FailedPrecondition,
        RefusalCode.AlreadyExists => StatusCode.AlreadyExists,
        RefusalCode.Aborted => StatusCode.Aborted,
        RefusalCode.Unavailable => StatusCode.Unavailable,
        RefusalCode.ResourceExhausted => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };
}
