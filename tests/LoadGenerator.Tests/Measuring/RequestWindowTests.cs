using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Tests.Measuring;

public class RequestWindowTests
{
    private static readonly Dictionary<RequestSeries, long> Nothing = [];

    [Fact]
    public void Only_what_was_added_counts_most_frequent_first()
    {
        IReadOnlyList<RequestCount> requests = RequestWindow.Between(
            new Dictionary<RequestSeries, long> { [Series("get")] = 5, [Series("list")] = 1 },
            new Dictionary<RequestSeries, long> { [Series("get")] = 7, [Series("list")] = 1, [Series("patch")] = 9 },
            Nothing);

        Assert.Equal([("patch", 9L), ("get", 2L)], requests.Select(request => (request.Verb, request.Requests)));
    }

    [Fact]
    public void Own_requests_are_left_out_where_the_server_names_the_client()
    {
        IReadOnlyList<RequestCount> requests = RequestWindow.Between(
            Nothing,
            new Dictionary<RequestSeries, long> { [Series("patch", "elemental-load")] = 100, [Series("patch", "manager")] = 3 },
            new Dictionary<RequestSeries, long> { [Series("patch")] = 100 });

        Assert.Equal([("manager", 3L)], requests.Select(request => (request.Client, request.Requests)));
    }

    [Fact]
    public void Own_requests_are_subtracted_where_it_does_not()
    {
        IReadOnlyList<RequestCount> requests = RequestWindow.Between(
            Nothing,
            new Dictionary<RequestSeries, long> { [Series("patch")] = 103, [Series("create")] = 10 },
            new Dictionary<RequestSeries, long> { [Series("patch")] = 100, [Series("create")] = 10 });

        Assert.Equal([("patch", 3L)], requests.Select(request => (request.Verb, request.Requests)));
    }

    [Fact]
    public void Leader_election_and_watches_are_not_caused_by_the_fleet()
    {
        IReadOnlyList<RequestCount> requests = RequestWindow.Between(
            Nothing,
            new Dictionary<RequestSeries, long>
            {
                [new RequestSeries("", "update", "leases")] = 30,
                [Series("watch")] = 4,
                [Series("patch")] = 2,
            },
            Nothing);

        Assert.Equal(2, RequestWindow.CausedByFleet(requests));
    }

    private static RequestSeries Series(string verb, string client = "") => new(client, verb, "elementalhosts");
}
