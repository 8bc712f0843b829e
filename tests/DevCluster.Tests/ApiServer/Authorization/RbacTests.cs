namespace ElementalProvider.DevCluster.Tests.ApiServer.Authorization;

public sealed class RbacTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private const string Rbac = "apis/rbac.authorization.k8s.io/v1";
    private const string Reader = """{"metadata":{"name":"reader"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list"]}]}""";

    [Fact]
    public async Task A_role_and_its_binding_give_rights_in_their_namespace_until_they_go()
    {
        string ns = await server.CreateNamespaceAsync();
        using Caller jane = Caller.Impersonating(server, "jane");
        int before = (await jane.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Code;
        await GiveAsync(ns, Reader, "reader", "User", "jane");

        Assert.Equal((403, 200), (before, (await jane.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Code));
        Assert.Equal(403, (await jane.SendAsync("POST", ApiServerFixture.ConfigMaps.In(ns), """{"metadata":{"name":"a"}}""")).Code);
        Assert.Equal(403, (await jane.SendAsync("GET", "api/v1/configmaps")).Code);

        await server.DeleteAsync($"{Rbac}/namespaces/{ns}/rolebindings/reader");
        Assert.Equal(403, (await jane.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Code);
    }

    [Theory]
    [InlineData("GET", "api/v1/namespaces/{ns}/secrets/a", "secrets \"a\" is forbidden: User \"jane\" cannot get resource \"secrets\" in API group \"\" in the namespace \"{ns}\"")]
    [InlineData("GET", "apis/test.example.com/v1/widgets", "widgets.test.example.com is forbidden: User \"jane\" cannot list resource \"widgets\" in API group \"test.example.com\" at the cluster scope")]
    [InlineData("PATCH", "apis/test.example.com/v1/namespaces/{ns}/widgets/a/status", "widgets.test.example.com \"a\" is forbidden: User \"jane\" cannot patch resource \"widgets/status\" in API group \"test.example.com\" in the namespace \"{ns}\"")]
    [InlineData("DELETE", "api/v1/namespaces/{ns}", "namespaces \"{ns}\" is forbidden: User \"jane\" cannot delete resource \"namespaces\" in API group \"\" in the namespace \"{ns}\"")]
    [InlineData("GET", "metrics", "forbidden: User \"jane\" cannot get path \"/metrics\"")]
    public async Task A_refusal_says_who_cannot_do_what_where(string method, string path, string message)
    {
        string ns = await server.CreateNamespaceAsync();
        using Caller jane = Caller.Impersonating(server, "jane");

        ApiAnswer answer = await jane.SendAsync(method, path.In(ns), method == "PATCH" ? "{}" : null);

        Assert.Equal((403, "Forbidden", message.In(ns)), (answer.Code, answer.Reason, answer.Message));
    }

    [Fact]
    public async Task A_service_account_without_a_namespace_is_the_one_of_the_binding()
    {
        string ns = await server.CreateNamespaceAsync(), other = await server.CreateNamespaceAsync();
        await GiveAsync(ns, """{"metadata":{"name":"reader"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["list"]}]}""", "reader", "ServiceAccount", "robot");
        using Caller own = Caller.Impersonating(server, $"system:serviceaccount:{ns}:robot");
        using Caller foreign = Caller.Impersonating(server, $"system:serviceaccount:{other}:robot");

        Assert.Equal((200, 403), ((await own.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Code, (await foreign.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Code));
    }

    [Fact]
    public async Task A_binding_to_a_missing_role_is_named_in_the_refusal()
    {
        string ns = await server.CreateNamespaceAsync();
        await BindAsync(ns, "lost", "User", "joe");
        using Caller joe = Caller.Impersonating(server, "joe");

        Assert.EndsWith("""RBAC: role.rbac.authorization.k8s.io "lost" not found""", (await joe.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_a_rule_lets_one_object_be_read_and_watched_by_that_name_only()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.PostAsync(ApiServerFixture.ConfigMaps.In(ns), """{"metadata":{"name":"one"}}""");
        await GiveAsync(ns, """{"metadata":{"name":"one"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["one"],"verbs":["get","list"]}]}""", "one", "Group", "ones");
        using Caller member = Caller.Impersonating(server, "m", "ones");

        int[] codes =
        [
            (await member.SendAsync("GET", $"{ApiServerFixture.ConfigMaps.In(ns)}/one")).Code,
            (await member.SendAsync("GET", $"{ApiServerFixture.ConfigMaps.In(ns)}/two")).Code,
            (await member.SendAsync("GET", ApiServerFixture.ConfigMaps.In(ns))).Code,
            (await member.SendAsync("GET", $"{ApiServerFixture.ConfigMaps.In(ns)}?fieldSelector=metadata.name%3Done")).Code,
        ];

        Assert.Equal([200, 403, 403, 200], codes);
    }

    [Fact]
    public async Task Nobody_gives_rights_that_he_does_not_have_unless_he_may_escalate_or_bind()
    {
        string ns = await server.CreateNamespaceAsync();
        await GiveAsync(ns, """{"metadata":{"name":"granter"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],"verbs":["create"]},{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles"],"resourceNames":["allowed"],"verbs":["escalate","bind"]}]}""", "granter", "User", "granter");
        using Caller granter = Caller.Impersonating(server, "granter");

        ApiAnswer role = await granter.SendAsync("POST", $"{Rbac}/namespaces/{ns}/roles", Reader);
        ApiAnswer escalated = await granter.SendAsync("POST", $"{Rbac}/namespaces/{ns}/roles", Reader.Replace("reader", "allowed", StringComparison.Ordinal));
        ApiAnswer bound = await granter.SendAsync("POST", $"{Rbac}/namespaces/{ns}/rolebindings", Binding("allowed", "User", "x"));
        ApiAnswer admin = await granter.SendAsync("POST", $"{Rbac}/namespaces/{ns}/rolebindings", Binding("cluster-admin", "User", "granter", "ClusterRole"));

        Assert.Equal((403, 201, 201, 403), (role.Code, escalated.Code, bound.Code, admin.Code));
        Assert.Equal(
            "roles.rbac.authorization.k8s.io \"reader\" is forbidden: user \"granter\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"configmaps\"], Verbs:[\"get\"]}\n{APIGroups:[\"\"], Resources:[\"configmaps\"], Verbs:[\"list\"]}",
            role.Message);
    }

    [Fact]
    public async Task Aggregated_roles_hold_the_rules_of_all_that_they_select()
    {
        await server.PostAsync($"{Rbac}/clusterroles", """{"metadata":{"name":"sum"},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"part-of":"sum"}}]}}""");
        await server.PostAsync($"{Rbac}/clusterroles", """{"metadata":{"name":"part","labels":{"part-of":"sum"}},"rules":[{"apiGroups":[""],"resources":["nodes"],"verbs":["get"]}]}""");

        await server.WaitForAsync($"{Rbac}/clusterroles", "sum", next => next.Object["rules"]?.AsArray().Count == 1);

        ApiAnswer admin = await server.GetAsync($"{Rbac}/clusterroles/admin");
        Assert.Contains("serviceaccounts/token", admin.At("rules"), StringComparison.Ordinal);
        Assert.Contains("localsubjectaccessreviews", admin.At("rules"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviews_answer_what_somebody_may_do_and_by_which_binding()
    {
        string ns = await server.CreateNamespaceAsync();
        await GiveAsync(ns, Reader, "reader", "User", "ann");
        using Caller ann = Caller.Impersonating(server, "ann");
        string question = $$"""{"resourceAttributes":{"verb":"get","resource":"configmaps","namespace":"{{ns}}"} }""";

        ApiAnswer own = await ann.SendAsync("POST", "apis/authorization.k8s.io/v1/selfsubjectaccessreviews", $$"""{"spec":{{question}} }""");
        ApiAnswer rules = await ann.SendAsync("POST", "apis/authorization.k8s.io/v1/selfsubjectrulesreviews", $$"""{"spec":{"namespace":"{{ns}}"} }""");
        ApiAnswer about = await server.PostAsync($"apis/authorization.k8s.io/v1/namespaces/{ns}/localsubjectaccessreviews", $$"""{"spec":{"user":"bob",{{question[1..]}} }""");
        ApiAnswer elsewhere = await server.PostAsync("apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews", $$"""{"spec":{"user":"bob",{{question[1..]}} }""");

        Assert.Equal(("true", $"RBAC: allowed by RoleBinding \"reader/{ns}\" of Role \"reader/{ns}\" to User \"ann\""), (own.At("status.allowed"), own.At("status.reason")));
        Assert.Contains("""{"verbs":["get","list"],"apiGroups":[""],"resources":["configmaps"]}""", rules.At("status.resourceRules"), StringComparison.Ordinal);
        Assert.Contains("/healthz", rules.At("status.nonResourceRules"), StringComparison.Ordinal);
        Assert.Equal("false", about.At("status.allowed"));
        Assert.Equal((422, "FieldValueInvalid spec.resourceAttributes.namespace"), (elsewhere.Code, Assert.Single(elsewhere.Causes)));
    }

    [Fact]
    public async Task Impersonation_takes_the_right_to_impersonate_each_part()
    {
        await server.PostAsync($"{Rbac}/clusterroles", """{"metadata":{"name":"actor"},"rules":[{"apiGroups":[""],"resources":["users"],"resourceNames":["jane"],"verbs":["impersonate"]}]}""");
        await server.PostAsync($"{Rbac}/clusterrolebindings", """{"metadata":{"name":"actor"},"roleRef":{"kind":"ClusterRole","name":"actor"},"subjects":[{"kind":"ServiceAccount","name":"actor","namespace":"default"}]}""");
        string token = await ServiceAccountTokenTests.TokenAsync(server, "default", "actor");
        using Caller jane = Caller.WithToken(server, token).With("Impersonate-User", "jane");
        using Caller master = Caller.WithToken(server, token).With("Impersonate-User", "jane").With("Impersonate-Group", "system:masters");
        using Caller john = Caller.WithToken(server, token).With("Impersonate-User", "john");

        ApiAnswer allowed = await jane.SendAsync("POST", "apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        ApiAnswer group = await master.SendAsync("GET", "api/v1/secrets");
        ApiAnswer user = await john.SendAsync("GET", "version");

        Assert.Equal("jane", allowed.At("status.userInfo.username"));
        Assert.Equal(403, group.Code);
        Assert.Equal("users \"john\" is forbidden: User \"system:serviceaccount:default:actor\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope", user.Message);
    }

    [Theory]
    [InlineData("roles", """{"metadata":{"name":"x"},"rules":[{"apiGroups":[""],"resources":["a"]}]}""", "FieldValueRequired rules[0].verbs")]
    [InlineData("roles", """{"metadata":{"name":"x"},"rules":[{"nonResourceURLs":["/a"],"verbs":["get"]}]}""", "FieldValueInvalid rules[0].nonResourceURLs")]
    [InlineData("roles", """{"metadata":{"name":"x"},"rules":[{"resources":["a"],"verbs":["get"]}]}""", "FieldValueRequired rules[0].apiGroups")]
    [InlineData("rolebindings", """{"metadata":{"name":"x"},"roleRef":{"kind":"Rule","name":"a"}}""", "FieldValueNotSupported roleRef.kind")]
    [InlineData("clusterrolebindings", """{"metadata":{"name":"x"},"roleRef":{"kind":"ClusterRole","name":"a"},"subjects":[{"kind":"ServiceAccount","name":"a"}]}""", "FieldValueRequired subjects[0].namespace")]
    [InlineData("rolebindings", """{"metadata":{"name":"x"},"roleRef":{"kind":"Role","name":"a"},"subjects":[{"kind":"Robot","name":"a"}]}""", "FieldValueNotSupported subjects[0].kind")]
    public async Task Roles_and_bindings_that_mean_nothing_are_refused(string resource, string body, string cause) =>
        Assert.Equal([cause], (await server.PostAsync($"{Rbac}/{(resource.StartsWith("cluster", StringComparison.Ordinal) ? string.Empty : "namespaces/default/")}{resource}", body)).Causes);

    private async Task GiveAsync(string ns, string role, string name, string kind, string subject)
    {
        Assert.Equal(201, (await server.PostAsync($"{Rbac}/namespaces/{ns}/roles", role)).Code);
        await BindAsync(ns, name, kind, subject);
    }

    private async Task BindAsync(string ns, string role, string kind, string subject) =>
        Assert.Equal(201, (await server.PostAsync($"{Rbac}/namespaces/{ns}/rolebindings", Binding(role, kind, subject))).Code);

    private static string Binding(string role, string kind, string subject, string roleKind = "Role") =>
        $$"""{"metadata":{"name":"{{role}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{roleKind}}","name":"{{role}}"},"subjects":[{"kind":"{{kind}}","name":"{{subject}}"}]}""";
}
