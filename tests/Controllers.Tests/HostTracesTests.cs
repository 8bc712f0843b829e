using System.Diagnostics;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Tests;

public class HostTracesTests
{
    private static readonly ElementalHost Host = Given.Host();

    [Fact]
    public void Where_nobody_listens_the_write_is_what_it_would_be_without()
    {
        Assert.Same(Host, HostTraces.Carry(Host, trace: null));
    }

    [Fact]
    public void The_trace_of_an_earlier_write_does_not_stay()
    {
        ElementalHost traced = Host with
        {
            Metadata = Host.Metadata with { Annotations = new Dictionary<string, string> { [HostAnnotations.Traceparent] = "00-old", ["a"] = "b" } },
        };

        Assert.Equal([KeyValuePair.Create("a", "b")], HostTraces.Carry(traced, trace: null).Metadata.Annotations);
    }

    [Fact]
    public void A_write_carries_its_trace_along()
    {
        using Activity trace = new Activity("claim host").SetIdFormat(ActivityIdFormat.W3C).Start();

        ElementalHost carried = HostTraces.Carry(Host, trace);

        Assert.Equal(trace.Id, carried.Metadata.Annotations![HostAnnotations.Traceparent]);
        Assert.Equal(Host.Metadata.Labels, carried.Metadata.Labels);
    }
}
