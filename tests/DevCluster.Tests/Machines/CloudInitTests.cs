using ElementalProvider.DevCluster.ClusterApi.Bootstrap;
using ElementalProvider.DevCluster.Machines.CloudInit;
using ElementalProvider.DevCluster.Machines.Kubelet;

namespace ElementalProvider.DevCluster.Tests.Machines;

public sealed class CloudInitTests
{
    [Theory]
    [InlineData("kubeadm init --config /run/kubeadm/kubeadm.yaml", true, "/run/kubeadm/kubeadm.yaml")]
    [InlineData("kubeadm join --config=/k.yaml --v=5", false, "/k.yaml")]
    public void Kubeadm_is_understood(string line, bool init, string config) =>
        Assert.Equal([new CloudCommand.Kubeadm(init, config)], CloudCommands.Parse(line));

    [Fact]
    public void A_line_is_divided_into_commands_that_depend_on_each_other() =>
        Assert.Equal(
            [new CloudCommand.MakeFolder("/run/x"), new CloudCommand.Echo("success", "/run/x/done")],
            CloudCommands.Parse("mkdir -p /run/x && echo success > /run/x/done"));

    [Fact]
    public void Of_an_unknown_command_only_the_program_is_kept_because_the_rest_can_be_a_secret() =>
        Assert.Equal([new CloudCommand.Unknown("curl")], CloudCommands.Parse("curl -H 'Authorization: secret' https://x"));

    [Fact]
    public void Kubeadm_without_a_configuration_is_not_simulated() =>
        Assert.Equal([new CloudCommand.Unknown("kubeadm")], CloudCommands.Parse("kubeadm reset"));

    [Fact]
    public void Files_and_commands_are_read()
    {
        CloudConfig config = CloudConfigReader.Parse(
            """
            #cloud-config
            write_files:
              - path: /a
                content: plain
              - path: /b
                encoding: b64
                content: aGk=
                append: true
            runcmd:
              - echo one > /c
              - [mkdir, -p, /d]
            """,
            "host-1");

        Assert.Equal([new CloudFile { Path = "/a", Content = "plain" }, new CloudFile { Path = "/b", Content = "hi", Append = true }], config.Files);
        Assert.Equal(["echo one > /c", "mkdir -p /d"], config.Commands);
    }

    [Theory]
    [InlineData("- a\n- b\n", "must be one map")]
    [InlineData("a: [", "line")]
    [InlineData("write_files:\n  - content: x\n", "without path")]
    [InlineData("write_files:\n  - path: /a\n    encoding: gz+b64\n    content: x\n", "gz+b64")]
    [InlineData("write_files:\n  - path: /a\n    encoding: b64\n    content: '!'\n", "base64")]
    public void Wrong_data_is_refused_in_one_sentence_that_does_not_quote_it(string text, string said)
    {
        DevClusterException error = Assert.Throws<DevClusterException>(() => CloudConfigReader.Parse(text, "host-1"));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_the_bootstrap_provider_writes_a_machine_understands(bool first, bool controlPlane)
    {
        BootstrapInput input = new()
        {
            IsFirstControlPlane = first,
            IsControlPlane = controlPlane,
            Endpoint = "127.0.0.1:6443",
            CaCertificatePem = Certificates.AuthorityPem(),
            Token = "abcdef.0123456789abcdef",
            Version = "v1.36.1",
            ClusterName = "c1",
        };

        CloudConfig cloud = CloudConfigReader.Parse(KubeadmCloudConfig.Write(input), "host-1");
        CloudCommand.Kubeadm command = cloud.Commands.SelectMany(CloudCommands.Parse).OfType<CloudCommand.Kubeadm>().Single();
        JoinConfig join = JoinConfigReader.Parse(cloud.Files.Single(file => file.Path == command.ConfigPath).Content);

        Assert.Equal(first, command.Init);
        Assert.Equal((input.Endpoint, input.Token, "host-1"), (join.Endpoint, join.Token, join.NodeName));
        Assert.Equal(controlPlane, join.IsControlPlane);
        Assert.Equal(controlPlane ? 1 : 0, join.Taints.Count);
        Assert.True(join.HasExternalCloudProvider);
        Assert.Equal(first ? 0 : 1, join.CaCertHashes.Count);
        Assert.Equal(new CloudCommand.Echo("success", "/run/cluster-api/bootstrap-success.complete"), cloud.Commands.SelectMany(CloudCommands.Parse).Last());
        Assert.Equal(input.CaCertificatePem.Trim(), cloud.Files.Single(file => file.Path == "/etc/kubernetes/pki/ca.crt").Content.Trim());
    }

    [Fact]
    public void Arguments_of_the_kubelet_are_read_as_a_map_too()
    {
        JoinConfig join = JoinConfigReader.Parse(
            """
            kind: JoinConfiguration
            discovery: {bootstrapToken: {apiServerEndpoint: "h:1", token: t}}
            nodeRegistration: {kubeletExtraArgs: {provider-id: "elemental://a/b"}}
            """);

        Assert.Equal("elemental://a/b", join.ProviderId);
        Assert.False(join.HasExternalCloudProvider);
    }

    [Theory]
    [InlineData("kind: ClusterConfiguration\nkubernetesVersion: v1.36.1\netcd: {local: {}}", "v1.36.1", "etcd kube-apiserver kube-controller-manager kube-scheduler")]
    [InlineData("kind: ClusterConfiguration\netcd: {external: {endpoints: [a]}}", null, "kube-apiserver kube-controller-manager kube-scheduler")]
    [InlineData("", null, "etcd kube-apiserver kube-controller-manager kube-scheduler")]
    public void The_static_pods_and_the_version_follow_from_the_ClusterConfiguration(string text, string? version, string pods)
    {
        (string? stated, bool hasExternalEtcd) = JoinConfigReader.ReadCluster(text);

        Assert.Equal(version, stated);
        Assert.Equal(pods, string.Join(' ', StaticPods.Manifests("v1", hasExternalEtcd).Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("taints: []", "")]
    [InlineData("taints: null", "node-role.kubernetes.io/control-plane:NoSchedule")]
    [InlineData("name: a", "node-role.kubernetes.io/control-plane:NoSchedule")]
    [InlineData("taints: [{key: a, effect: NoExecute}]", "a:NoExecute")]
    public void A_control_plane_has_its_taint_unless_the_configuration_says_otherwise(string registration, string taints)
    {
        JoinConfig join = JoinConfigReader.Parse(
            $$"""
            kind: ClusterConfiguration
            controlPlaneEndpoint: h:1
            ---
            kind: InitConfiguration
            nodeRegistration:
              {{registration}}
            """);

        Assert.Equal(taints, string.Join(' ', join.Taints.Select(taint => $"{taint.Key}:{taint.Effect}")));
        Assert.Null(join.Token);
    }

    [Theory]
    [InlineData("kind: Other", "neither")]
    [InlineData("kind: JoinConfiguration", "discovery.bootstrapToken.apiServerEndpoint")]
    [InlineData("kind: InitConfiguration", "controlPlaneEndpoint")]
    [InlineData("kind: JoinConfiguration\ndiscovery: {bootstrapToken: {apiServerEndpoint: 'h:1'}}", "discovery.bootstrapToken.token")]
    public void A_kubeadm_configuration_that_lacks_something_is_refused_by_the_name_of_the_field(string text, string field)
    {
        DevClusterException error = Assert.Throws<DevClusterException>(() => JoinConfigReader.Parse(text));

        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }
}
