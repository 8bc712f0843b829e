using System.Diagnostics.Metrics;
using ElementalProvider.ControllerRuntime.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class PrometheusTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddPrometheusMetrics().BuildServiceProvider();
    private readonly MetricsCollector _collector;
    private readonly Meter _meter;

    public PrometheusTests()
    {
        _collector = _services.GetRequiredService<MetricsCollector>();
        _meter = _services.GetRequiredService<IMeterFactory>().Create("ElementalProvider.Tests");
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Counters_add_up_by_label_set_whatever_the_order_of_the_labels()
    {
        Counter<long> counter = _meter.CreateCounter<long>("requests_total", description: "What was asked.");
        counter.Add(1, new("code", 200), new("host", "a"));
        counter.Add(2, new("host", "a"), new("code", 200));
        counter.Add(5);

        Assert.Equal(
            """
            # HELP requests_total What was asked.
            # TYPE requests_total counter
            requests_total 5
            requests_total{code="200",host="a"} 3

            """,
            TextOf("requests_total"));
    }

    [Fact]
    public void Gauges_show_the_last_value_and_up_down_counters_the_sum()
    {
        Gauge<int> gauge = _meter.CreateGauge<int>("level");
        gauge.Record(7);
        gauge.Record(3);
        UpDownCounter<int> workers = _meter.CreateUpDownCounter<int>("workers");
        workers.Add(5);
        workers.Add(-2);

        Assert.Contains("# TYPE level gauge\nlevel 3\n", Text());
        Assert.Contains("# TYPE workers gauge\nworkers 3\n", Text());
    }

    [Fact]
    public void Histograms_have_cumulative_buckets_a_sum_and_a_count()
    {
        Histogram<double> histogram = _meter.CreateHistogram(
            "seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5] });
        foreach (double value in (double[])[0.25, 0.5, 0.75, 2, 10])
            histogram.Record(value, new KeyValuePair<string, object?>("name", "q"));

        Assert.Equal(
            """
            # HELP seconds 
            # TYPE seconds histogram
            seconds_bucket{name="q",le="0.5"} 2
            seconds_bucket{name="q",le="1"} 3
            seconds_bucket{name="q",le="2.5"} 4
            seconds_bucket{name="q",le="+Inf"} 5
            seconds_sum{name="q"} 13.5
            seconds_count{name="q"} 5

            """,
            TextOf("seconds"));
    }

    [Fact]
    public void Label_values_and_help_are_escaped_and_names_made_valid()
    {
        _meter.CreateCounter<int>("dotted.name-1", description: "line\nback\\slash \"quote\"").Add(1, new KeyValuePair<string, object?>("a.b", "x\"y\\z\n"));

        Assert.Equal(
            "# HELP dotted_name_1 line\\nback\\\\slash \"quote\"\n# TYPE dotted_name_1 counter\ndotted_name_1{a_b=\"x\\\"y\\\\z\\n\"} 1\n",
            TextOf("dotted_name_1"));
    }

    [Fact]
    public void What_is_no_longer_observed_is_no_longer_shown()
    {
        List<Measurement<int>> depths = [new(1, new KeyValuePair<string, object?>("name", "old"))];
        _meter.CreateObservableGauge("depth", () => depths);
        Assert.Contains("depth{name=\"old\"} 1\n", Text());

        depths[0] = new Measurement<int>(2, new KeyValuePair<string, object?>("name", "new"));

        Assert.Equal("# HELP depth \n# TYPE depth gauge\ndepth{name=\"new\"} 2\n", TextOf("depth"));
    }

    [Fact]
    public void Too_many_label_sets_are_left_out_and_counted()
    {
        Counter<int> counter = _meter.CreateCounter<int>("leaky_total");
        for (int number = 0; number < MetricsCollector.MaxSeries + 5; number++)
            counter.Add(1, new KeyValuePair<string, object?>("name", number));

        Assert.Equal(MetricsCollector.MaxSeries, TextOf("leaky_total").Split("leaky_total{").Length - 1);
        Assert.Contains("prometheus_series_left_out_total{metric=\"leaky_total\"} 5\n", Text());
    }

    [Fact]
    public void Meters_of_others_are_not_shown()
    {
        _services.GetRequiredService<IMeterFactory>().Create("Somebody.Else").CreateCounter<int>("foreign_total").Add(1);
        using ServiceProvider anotherHost = new ServiceCollection().AddMetrics().BuildServiceProvider();
        anotherHost.GetRequiredService<IMeterFactory>().Create("ElementalProvider.Tests").CreateCounter<int>("other_host_total").Add(1);

        Assert.DoesNotContain("foreign_total", Text());
        Assert.DoesNotContain("other_host_total", Text());
    }

    [Theory]
    [InlineData("process_cpu_seconds_total", "counter")]
    [InlineData("process_resident_memory_bytes", "gauge")]
    [InlineData("process_virtual_memory_bytes", "gauge")]
    [InlineData("process_start_time_seconds", "gauge")]
    [InlineData("process_open_fds", "gauge")]
    public void The_process_is_measured(string name, string kind)
    {
        string[] lines = TextOf(name).Split('\n');

        Assert.Equal($"# TYPE {name} {kind}", lines[1]);
        Assert.True(double.Parse(lines[2].Split(' ')[1]) > 0);
    }

    private string Text() => PrometheusText.Write(_collector.Collect());

    private string TextOf(string name) => PrometheusText.Write(_collector.Collect().Where(family => family.Name == name));
}
