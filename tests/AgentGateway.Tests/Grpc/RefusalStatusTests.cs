using System.Reflection;
using System.Text.RegularExpressions;
using ElementalProvider.AgentGateway.Grpc;
using Google.Rpc;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Grpc;

public partial class RefusalStatusTests
{
    [Fact]
    public void A_refusal_is_a_code_a_sentence_and_a_reason_for_programs()
    {
        RpcException exception = RefusalStatus.ToException(Refusal.NotFound(RefusalReasons.HostUnknown, "there is no ElementalHost a/b"));

        Assert.Equal((StatusCode.NotFound, "there is no ElementalHost a/b"), (exception.StatusCode, exception.Status.Detail));
        Google.Rpc.Status status = exception.GetRpcStatus()!;
        Assert.Equal(((int)StatusCode.NotFound, "there is no ElementalHost a/b"), (status.Code, status.Message));
        ErrorInfo info = status.GetDetail<ErrorInfo>()!;
        Assert.Equal(("HOST_UNKNOWN", "infrastructure.cluster.x-k8s.io"), (info.Reason, info.Domain));
        Assert.Null(status.GetDetail<RetryInfo>());
        Assert.Null(status.GetDetail<BadRequest>());
        Assert.Null(exception.Trailers.GetValue("retry-after"));
    }

    [Theory]
    [InlineData(2, "2")]
    [InlineData(0.5, "1")]
    [InlineData(30.2, "31")]
    public void When_to_come_back_is_said_exactly_and_to_agents_of_before_in_whole_seconds(double seconds, string trailer)
    {
        RpcException exception = RefusalStatus.ToException(Refusal.Unavailable(RefusalReasons.Starting, "wait", TimeSpan.FromSeconds(seconds)));

        Assert.Equal(TimeSpan.FromSeconds(seconds), exception.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan());
        Assert.Equal(trailer, exception.Trailers.GetValue("retry-after"));
    }

    [Fact]
    public void The_field_that_is_to_blame_is_named()
    {
        RpcException exception = RefusalStatus.ToException(Refusal.InvalidArgument("public_key", "public_key must be a key"));

        BadRequest.Types.FieldViolation violation = Assert.Single(exception.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(("public_key", "public_key must be a key"), (violation.Field, violation.Description));
    }

    [Fact]
    public void Every_kind_of_refusal_has_the_code_of_its_name() => Assert.All(
        Enum.GetValues<RefusalCode>(),
        code => Assert.Equal(code.ToString(), RefusalStatus.CodeOf(new Refusal(code, "REASON", "sentence")).ToString()));

    [Fact]
    public void Reasons_are_words_as_the_standard_wants_them_and_each_is_one_of_a_kind()
    {
        string[] reasons = [.. typeof(RefusalReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.Matches(Word(), reason));
        Assert.Equal(reasons.Length, reasons.Distinct().Count());
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]{1,61}[A-Z0-9]$")]
    private static partial Regex Word();
}
