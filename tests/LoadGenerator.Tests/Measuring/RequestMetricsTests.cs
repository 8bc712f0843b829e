using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Tests.Measuring;

public class RequestMetricsTests
{
    [Fact]
    public void Counts_of_kube_apiserver_are_summed_and_refusals_kept_apart()
    {
        const string Text = """
            # HELP apiserver_request_total [STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.
            # TYPE apiserver_request_total counter
            apiserver_request_total{code="201",component="apiserver",dry_run="",group="x",resource="elementalhosts",scope="resource",subresource="",verb="POST",version="v1beta1"} 12
            apiserver_request_total{code="201",component="apiserver",dry_run="",group="x",resource="elementalhosts",scope="cluster",subresource="",verb="POST",version="v1beta1"} 1
            apiserver_request_total{code="409",component="apiserver",dry_run="",group="x",resource="elementalhosts",scope="resource",subresource="",verb="POST",version="v1beta1"} 3
            apiserver_request_total{code="200",component="apiserver",dry_run="",group="x",resource="elementalhosts",scope="resource",subresource="status",verb="APPLY",version="v1beta1"} 1.5e+02
            apiserver_request_total{code="0",component="apiserver",dry_run="",group="",resource="",scope="",subresource="/readyz",verb="GET",version=""} 7
            apiserver_request_duration_seconds_count{resource="elementalhosts",verb="POST"} 99
            """;

        IReadOnlyDictionary<RequestSeries, long> counts = RequestMetrics.Parse(Text);

        Assert.Equal(3, counts.Count);
        Assert.Equal(13, counts[new RequestSeries("", "create", "elementalhosts")]);
        Assert.Equal(3, counts[new RequestSeries("", "create", "elementalhosts", Refused: true)]);
        Assert.Equal(150, counts[new RequestSeries("", "patch", "elementalhosts/status")]);
    }

    [Fact]
    public void Clients_are_told_apart_where_the_server_does()
    {
        const string Text = """
            apiserver_request_total{verb="get",resource="secrets",subresource="",code="200",client="manager"} 4
            apiserver_request_total{verb="get",resource="secrets",subresource="",code="200",client="odd \"client\" {1}"} 5
            """;

        IReadOnlyDictionary<RequestSeries, long> counts = RequestMetrics.Parse(Text);

        Assert.Equal(4, counts[new RequestSeries("manager", "get", "secrets")]);
        Assert.Equal(5, counts[new RequestSeries("odd \\\"client\\\" {1}", "get", "secrets")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>not metrics</html>")]
    [InlineData("apiserver_request_total{broken")]
    public void Text_without_the_counter_has_no_requests(string text) => Assert.Empty(RequestMetrics.Parse(text));
}
