using System.Text.Json;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.Api.Elemental;
using Google.Protobuf;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Tests.Grpc;

public class ToWireTests
{
    private static readonly HostDirective Full = new()
    {
        Generation = 7,
        NeedsReset = true,
        BootstrapAvailable = true,
        OsVersion = new OsVersion { Management = new FreeForm(Json("""{"a":1}""")), Hash = "hash", Apply = true, HeldBecause = "it is paused" },
        ProviderId = "elemental://default/m-1",
        ReconnectAfter = TimeSpan.FromSeconds(1.5),
        Operation = new Operation { Id = "id", Attempt = 3, Type = "Upgrade", Wanted = "wanted", Deadline = Now, Apply = true },
        Traceparent = "trace",
        Registration = RegistrationAccess.Of(new ElementalRegistration { Spec = new ElementalRegistrationSpec { Config = Configuration } }),
        Serves = new Serving("em-1", "c1", "boot-1"),
    };

    private static readonly RegistrationAnswer Answer = new()
    {
        HostLabels = new Dictionary<string, string> { ["rack"] = "r1" },
        HostAnnotations = new Dictionary<string, string> { ["note"] = "n1" },
        Config = Configuration,
    };

    private static RegistrationConfig Configuration => new()
    {
        CloudConfig = Json("""{"users":[]}"""),
        Elemental = new ElementalConfig
        {
            Registration = new RegistrationEndpoint { Uri = "https://x", CaCert = "pem", Token = "t0ken", Endpoints = [new GatewayAddress { Url = "https://y", CaCert = "other" }] },
            Install = Json("""{"device":"/dev/sda"}"""),
            Reset = Json("""{"oem":true}"""),
            Agent = new AgentSettings
            {
                WorkDir = "/w",
                Hostname = new HostnameSettings { UseExisting = true, Prefix = "m-" },
                NoSmbios = true,
                Debug = true,
                OsPlugin = "dummy",
                Reconciliation = Json("\"90s\""),
                InsecureAllowHttp = true,
                InsecureSkipTlsVerify = true,
                UseSystemCertPool = true,
                PostInstall = new PostActionSettings { PowerOff = true, Reboot = true },
                PostReset = new PostActionSettings { PowerOff = true, Reboot = true },
            },
        },
    };

    [Fact]
    public void A_directive_says_what_the_record_says()
    {
        Wire.HostDirective told = ToWire.Directive(Full);

        Assert.Equal((7L, true, true), (told.Generation, told.NeedsReset, told.BootstrapAvailable));
        Assert.Equal("it is paused", told.OsVersion.HeldBecause);
        Assert.Equal(("""{"a":1}""", "hash", true), (told.OsVersion.ManagementJson.ToStringUtf8(), told.OsVersion.Hash, told.OsVersion.Apply));
        Assert.Equal(("elemental://default/m-1", TimeSpan.FromSeconds(1.5)), (told.ProviderId, told.ReconnectAfter.ToTimeSpan()));
        Assert.Equal(
            ("id", 3, "Upgrade", "wanted", Now, true),
            (told.Operation.Id, told.Operation.Attempt, told.Operation.Type, told.Operation.Wanted, told.Operation.Deadline.ToDateTimeOffset(), told.Operation.Apply));
        Assert.Equal("trace", told.Traceparent);
    }

    [Fact]
    public void What_is_not_wanted_is_not_set() => Assert.Equal(new Wire.HostDirective(), ToWire.Directive(new HostDirective()));

    [Fact]
    public void A_registration_is_told_as_it_is()
    {
        Wire.GetRegistrationResponse told = ToWire.Answer(Answer);

        Assert.Equal(("r1", "n1"), (told.HostLabels["rack"], told.HostAnnotations["note"]));
        Assert.Equal(("https://x", "pem", "t0ken"), (told.Access.Uri, told.Access.CaCert, told.Access.Token));
        Assert.Equal(
            ["""{"users":[]}""", """{"device":"/dev/sda"}""", """{"oem":true}"""],
            new[] { told.CloudConfigJson, told.InstallJson, told.ResetJson }.Select(json => json.ToStringUtf8()));
        Assert.Equal(("/w", "m-", "dummy", TimeSpan.FromSeconds(90)), (told.Agent.WorkDir, told.Agent.Hostname.Prefix, told.Agent.OsPlugin, told.Agent.Reconciliation.ToTimeSpan()));
    }

    [Fact]
    public void An_empty_registration_leaves_all_to_the_agent()
    {
        Wire.GetRegistrationResponse told = ToWire.Answer(new RegistrationAnswer());

        Assert.Null(told.CloudConfig);
        Assert.Null(told.Agent.Reconciliation);
        Assert.Equal(("", "", 0, 0), (told.Agent.OsPlugin, told.Access.Uri, told.CloudConfigJson.Length, told.HostLabels.Count));
    }

    public static TheoryData<string, IMessage> Filled => new()
    {
        { "directive", ToWire.Directive(Full) },
        { "registration", ToWire.Answer(Answer) },
        { "bootstrap data", ToWire.Answer(new BootstrapAnswer("ignition", "data"u8.ToArray())) },
    };

    [Theory]
    [MemberData(nameof(Filled))]
    public void No_field_of_the_protocol_is_forgotten(string name, IMessage message) => Assert.True(Unset(message).FirstOrDefault() is not { } unset, $"{name}: {Unset(message).FirstOrDefault()}");

    [Fact]
    public void What_a_registration_says_is_not_in_its_text_form() =>
        Assert.DoesNotContain("t0ken", Answer.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(990)]
    public void B23_Whatever_people_write_can_be_read_by_the_agent_and_is_what_they_wrote(int depth)
    {
        string nested = $"{string.Concat(Enumerable.Repeat("{\"z\":[", depth / 2))}9007199254740993{string.Concat(Enumerable.Repeat("]}", depth / 2))}";

        Wire.HostDirective read = Sent(nested);

        Assert.Equal(nested, read.OsVersion.ManagementJson.ToStringUtf8());
        // Older agents get what their reader can read.
        Assert.Equal(depth <= 30, read.OsVersion.Management is not null);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(700_000, false)]
    public void No_message_is_larger_than_agents_take(int numbers, bool isForOlderAgentsToo)
    {
        string large = $"{{\"z\":[0{string.Concat(Enumerable.Repeat(",0", numbers))}]}}";

        Wire.HostDirective read = Sent(large);

        Assert.InRange(read.CalculateSize(), large.Length, 4 * 1024 * 1024);
        Assert.Equal(isForOlderAgentsToo, read.OsVersion.Management is not null);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a": 1}""", false)]
    [InlineData("""{"a":9007199254740992}""", """{"a":9007199254740993}""", false)]
    public void Two_free_form_fields_are_equal_where_their_texts_are(string left, string right, bool areEqual)
    {
        FreeForm one = new(Json(left));
        FreeForm other = new(Json(right));

        Assert.Equal(areEqual, one == other);
        Assert.Equal(areEqual, one.GetHashCode() == other.GetHashCode());
    }

    [Fact]
    public void What_is_no_object_is_nothing() => Assert.All(
        (JsonElement?[])[null, Json("null"), Json("[]"), Json("\"text\"")], each => Assert.Equal(default, new FreeForm(each)));

    private static Wire.HostDirective Sent(string management)
    {
        FreeForm field = new(JsonElement.Parse(management, new JsonDocumentOptions { MaxDepth = 1000 }));
        return Wire.HostDirective.Parser.ParseFrom(
            ToWire.Directive(Full with { OsVersion = new OsVersion { Management = field } }).ToByteArray());
    }

    // The names of all fields, at any depth, that say nothing.
    private static IEnumerable<string> Unset(IMessage message) => message.Descriptor.Fields.InDeclarationOrder().SelectMany(field =>
        field.Accessor.GetValue(message) switch
        {
            null or "" or false or 0 or 0L or ByteString { IsEmpty: true } => [field.FullName],
            System.Collections.ICollection { Count: 0 } => [field.FullName],
            IMessage inner when inner.Descriptor.File.Package == message.Descriptor.File.Package => Unset(inner),
            _ => (IEnumerable<string>)[],
        });
}
