using ElementalProvider.GrpcTests.Protos;
using Grpc.Core;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>A service whose handlers a test writes itself.</summary>
internal sealed class ScriptedProbe : Probe.ProbeBase
{
    public UnaryServerMethod<Question, Answer>? OnAsk { get; init; }

    public DuplexStreamingServerMethod<Question, Answer>? OnTalk { get; init; }

    public override Task<Answer> Ask(Question request, ServerCallContext context) => OnAsk?.Invoke(request, context) ?? base.Ask(request, context);

    public override Task Talk(
        IAsyncStreamReader<Question> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context) =>
        OnTalk?.Invoke(requestStream, responseStream, context) ?? base.Talk(requestStream, responseStream, context);
}
