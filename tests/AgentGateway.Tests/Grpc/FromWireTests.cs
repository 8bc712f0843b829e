using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.AgentGateway.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Tests.Grpc;

public class FromWireTests
{
    private static readonly HostReport Full = new()
    {
        AgentVersion = "0.1.0",
        BootId = "boot-1",
        ObservedGeneration = 7,
        Phase = "Running",
        Installed = true,
        Bootstrapped = true,
        Conditions = [new HostCondition { Type = "InstallationReady", Status = "True", Reason = "Installed", Message = "it is" }],
        Facts = new Dictionary<string, string> { ["os-version"] = "v1" },
        OsVersionHash = "hash",
        Operation = new OperationReport { Id = "id", Attempt = 3, Phase = "Applying", Reason = "Why", Message = "because", Progress = 40 },
        Steps = [new StepReport { Operation = "Upgrade", Step = "Apply", Result = "Done", Took = TimeSpan.FromSeconds(2), Ago = TimeSpan.FromSeconds(1), Traceparent = "trace" }],
    };

    [Fact]
    public void A_report_is_read_as_it_was_said()
    {
        HostReport read = FromWire.Report(Full.ToWire());

        Assert.Equal(Full.Conditions, read.Conditions);
        Assert.Equal(Full.Facts, read.Facts);
        Assert.Equal(Full.Steps, read.Steps);
        Assert.Equal(Full, read with { Conditions = Full.Conditions, Facts = Full.Facts, Steps = Full.Steps });
    }

    [Fact]
    public void A_report_that_says_nothing_is_one()
    {
        HostReport read = FromWire.Report(new Wire.HostReport());

        Assert.Null(read.Operation);
        Assert.Equal(("", "", 0L, 0, 0, 0), (read.Phase, read.BootId, read.ObservedGeneration, read.Conditions.Count, read.Facts.Count, read.Steps.Count));
    }

    [Fact]
    public void What_a_host_says_can_be_shown_wherever_it_gets_to()
    {
        const string forged = "fine\n2026-01-01T00:00:00Z FTL Manager: gone\u001b[2J\0";
        const string shown = @"fine\n2026-01-01T00:00:00Z FTL Manager: gone\u001b[2J\u0000";

        HostReport read = FromWire.Report(new Wire.HostReport
        {
            AgentVersion = forged,
            BootId = forged,
            MachineId = forged,
            Phase = forged,
            OsVersionHash = forged,
            Conditions = { new Wire.HostCondition { Type = "BootstrapReady", Reason = forged, Message = forged } },
            Facts = { ["one" + forged] = forged, ["two"] = "plain" },
            Operation = new Wire.OperationReport { Id = forged, Phase = forged, Reason = forged, Message = forged },
        });
        NewHost host = FromWire.Host(new Wire.RegisterHostRequest { Labels = { [forged] = "" }, Annotations = { [forged] = "two\nlines" } });
        ResetRequest reset = FromWire.Reset(new Wire.DeleteHostRequest
        {
            BootId = forged,
            Evidence = new Wire.ResetEvidence { BootId = forged, RequestedBootId = forged, WipedPaths = { forged } },
        });

        Assert.All([read.AgentVersion, read.BootId, read.MachineId, read.Phase, read.OsVersionHash, read.Conditions[0].Reason, read.Conditions[0].Message], text => Assert.Equal(shown, text));
        Assert.Equal(new Dictionary<string, string> { ["one" + shown] = shown, ["two"] = "plain" }, read.Facts);
        Assert.All([read.Operation!.Id, read.Operation.Phase, read.Operation.Reason, read.Operation.Message], text => Assert.Equal(shown, text));
        Assert.All([host.Labels.Keys.Single(), host.Annotations.Keys.Single()], key => Assert.Equal(shown, key));
        Assert.Equal("two\nlines", host.Annotations.Values.Single());
        Assert.All([reset.BootId, reset.Evidence!.BootId, reset.Evidence.RequestedBootId, .. reset.Evidence.WipedPaths], text => Assert.Equal(shown, text));
    }

    [Fact]
    public void Names_of_facts_that_cannot_be_told_apart_are_one() =>
        Assert.Single(FromWire.Report(new Wire.HostReport { Facts = { ["a\n"] = "1", [@"a\n"] = "2" } }).Facts);

    /// <summary>The trace context of the report itself is for later readers; steps carry their own.</summary>
    [Fact]
    public void No_field_of_the_protocol_is_forgotten()
    {
        AssertSameNames(typeof(HostReport), new Wire.HostReport(), "Traceparent");
        AssertSameNames(typeof(HostCondition), new Wire.HostCondition());
        AssertSameNames(typeof(OperationReport), new Wire.OperationReport());
        AssertSameNames(typeof(StepReport), new Wire.StepReport());
        AssertSameNames(typeof(NewHost), new Wire.RegisterHostRequest());
        AssertSameNames(typeof(ResetRequest), new Wire.DeleteHostRequest());
        AssertSameNames(typeof(ResetEvidence), new Wire.ResetEvidence());
    }

    [Fact]
    public void A_host_to_be_is_read_as_it_was_asked_for()
    {
        NewHost read = FromWire.Host(new Wire.RegisterHostRequest
        {
            Name = "m-1", PublicKey = "pem", Labels = { ["rack"] = "r1" }, Annotations = { ["note"] = "n1" },
        });

        Assert.Equal(("m-1", "pem", "r1", "n1"), (read.Name, read.PublicKey, read.Labels["rack"], read.Annotations["note"]));
    }

    [Fact]
    public void A_reset_is_announced_without_evidence_and_proved_with_it()
    {
        ResetRequest announced = FromWire.Reset(new Wire.DeleteHostRequest { BootId = "boot-2" });
        ResetRequest proved = FromWire.Reset(new Wire.DeleteHostRequest
        {
            BootId = "boot-3", Evidence = new Wire.ResetEvidence { BootId = "boot-2", WipedPaths = { "/", "/oem" }, RequestedBootId = "boot-1" },
        });

        Assert.Equal(new ResetRequest { BootId = "boot-2" }, announced);
        Assert.Equal(("boot-3", "boot-2", "boot-1"), (proved.BootId, proved.Evidence!.BootId, proved.Evidence.RequestedBootId));
        Assert.Equal(["/", "/oem"], proved.Evidence.WipedPaths);
    }

    [Theory]
    [InlineData(-5, 0, 0)]
    [InlineData(5, -1, 0)]
    [InlineData(2, 500_000_000, 2.5)]
    [InlineData(2, int.MaxValue, 4.1474836)]
    public void Times_are_read_whatever_they_say(long seconds, int nanos, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), Took(new Duration { Seconds = seconds, Nanos = nanos }));

    [Fact]
    public void A_time_beyond_all_times_is_the_longest_there_is() =>
        Assert.Equal(TimeSpan.MaxValue, Took(new Duration { Seconds = long.MaxValue, Nanos = 999_999_999 }));

    private static TimeSpan Took(Duration told) => FromWire.Report(new Wire.HostReport { Steps = { new Wire.StepReport { Took = told } } }).Steps.Single().Took;

    private static void AssertSameNames(System.Type record, IMessage message, params string[] unread) => Assert.Equal(
        message.Descriptor.Fields.InDeclarationOrder().Select(field => field.PropertyName).Except(unread).Order(StringComparer.Ordinal),
        record.GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
}
