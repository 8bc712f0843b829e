using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.Admission.Hosting;
using ElementalProvider.Admission.Tests.Support;

namespace ElementalProvider.Admission.Tests.Webhooks;

public class ProtocolTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    private const string Kind = "ElementalHost";
    private const string Path = "/validate-infrastructure-cluster-x-k8s-io-v1beta1-elementalhost";
    private const string Label = "elementalhost.infrastructure.cluster.x-k8s.io/in-place-update";
    private static readonly JsonObject Good = Questions.Create(Kind, Questions.Object(Kind));
    private static readonly JsonObject Bad = Questions.Create(Kind, Questions.Object(Kind, $$"""{"metadata":{"labels":{"{{Label}}":"now"} } }"""));

    [Fact]
    public async Task A_write_that_is_fine_is_allowed_and_nothing_else_is_said() =>
        Assert.Equal(
            """{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":true}}""",
            (await server.AskAsync(Kind, Good)).ToJsonString());

    [Fact]
    public async Task A_write_that_is_not_is_denied_with_a_status()
    {
        JsonNode response = (await server.AskAsync(Kind, Bad))["response"]!;

        Assert.False(response["allowed"]!.GetValue<bool>());
        Assert.Equal("705ab4f5-6393-11e8-b7cc-42010a800002", response["uid"]!.GetValue<string>());
        JsonNode status = response["status"]!;
        Assert.Equal(("Failure", 422, "Invalid"), (status["status"]!.GetValue<string>(), status["code"]!.GetValue<int>(), status["reason"]!.GetValue<string>()));
        Assert.Equal(
            $"metadata.labels[{Label}]: Unsupported value: \"now\": supported values: \"pending\", \"done\"", status["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_wrong_before_is_a_warning()
    {
        JsonObject stored = Bad["request"]!["object"]!.AsObject();

        JsonNode response = (await server.AskAsync(Kind, Questions.Update(Kind, stored, stored)))["response"]!;

        Assert.True(response["allowed"]!.GetValue<bool>());
        Assert.StartsWith($"metadata.labels[{Label}]: ", response["warnings"]!.AsArray().Single()!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(990)]
    public async Task A_deep_object_is_judged_like_any_other(int levels)
    {
        string nested = new StringBuilder().Insert(0, "{\"a\":", levels).Append('1').Append('}', levels).ToString();
        string review = Bad.ToJsonString().Replace("\"name\":\"it\"", $"\"name\":\"it\",\"spec\":{nested}", StringComparison.Ordinal);

        using HttpResponseMessage answer = await server.PostAsync(Path, review, "application/json");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Unsupported value", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("application/json", "?timeout=10s")]
    [InlineData("text/plain", "?timeout=10s")]
    [InlineData("application/x-www-form-urlencoded", "?timeout=soon")]
    public async Task The_content_type_and_the_query_do_not_matter(string? contentType, string query)
    {
        using HttpResponseMessage answer = await server.PostAsync(Path + query, Good.ToJsonString(), contentType);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
    }

    public static TheoryData<string, string> NoReviews => new()
    {
        { "", "The body is no AdmissionReview: what is at $, line 1, cannot be read." },
        { "hello", "The body is no AdmissionReview: what is at $, line 1, cannot be read." },
        { "{\n\"request\":{\"uid\":7}}", "The body is no AdmissionReview: what is at $.request.uid, line 2, cannot be read." },
        { "[]", "The body is no AdmissionReview: what is at $, line 1, cannot be read." },
        { "null", "The body must be an AdmissionReview of admission.k8s.io/v1 with a request.uid." },
        { "{}", "The body must be an AdmissionReview of admission.k8s.io/v1 with a request.uid." },
        { """{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","request":{"uid":"u"}}""", "The body must be an AdmissionReview of admission.k8s.io/v1 with a request.uid." },
        { """{"apiVersion":"admission.k8s.io/v1","kind":"ConversionReview","request":{"uid":"u"}}""", "The body must be an AdmissionReview of admission.k8s.io/v1 with a request.uid." },
        { """{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{}}""", "The body must be an AdmissionReview of admission.k8s.io/v1 with a request.uid." },
        { """{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE"}}""", "This path judges ElementalHost (elementalhosts), but request.kind and request.resource name something else." },
        { Questions.Of(Kind, "CREATE", null, null).ToJsonString(), "request.object must be the ElementalHost to judge, but is not there." },
        { Questions.Create(Kind, Questions.Object(Kind, """{"spec":{"pubKey":["secret"]} }""")).ToJsonString(), "request.object is no ElementalHost: what is at $.spec.pubKey cannot be read." },
        { Questions.Update(Kind, [], Questions.Object(Kind)).ToJsonString(), "request.oldObject is no ElementalHost: what is at $ cannot be read." },
    };

    [Theory]
    [MemberData(nameof(NoReviews))]
    public async Task What_is_no_question_gets_400_and_one_sentence(string body, string sentence)
    {
        using HttpResponseMessage answer = await server.PostAsync(Path, body, "application/json");

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_gets_413_and_one_below_it_a_verdict()
    {
        using HttpResponseMessage tooLarge = await server.PostAsync(Path, Padded((int)WebhookEndpoint.LargestBody + 1), "application/json");
        using HttpResponseMessage large = await server.PostAsync(Path, Padded((int)WebhookEndpoint.LargestBody), "application/json");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Contains("too large", await tooLarge.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, large.StatusCode);

        static string Padded(int length) => Good.ToJsonString().PadRight(length);
    }

    [Fact]
    public async Task Only_posts_to_known_kinds_are_answered()
    {
        using HttpResponseMessage unknown = await server.PostAsync("/validate-infrastructure-cluster-x-k8s-io-v1beta1-elementalcluster", "{}");
        using HttpResponseMessage get = await server.GetAsync(Path);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (unknown.StatusCode, get.StatusCode));
    }

    [Fact]
    public async Task A_refusal_is_logged_without_anything_of_the_object()
    {
        const string Registration = "ElementalRegistration";
        JsonObject secret = Questions.Object(
            Registration, """{"spec":{"hostLabels":{"rack":"se cret"},"config":{"elemental":{"registration":{"token":"s3cr3t"} } } } }""");

        await server.AskAsync(Registration, Questions.Create(Registration, secret));

        Assert.Contains("Refused the CREATE of ElementalRegistration default/it: 1 fields are not acceptable", server.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", server.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain("se cret", server.Logged, StringComparison.Ordinal);
    }
}
