using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>What a manager needs around it: an API server and the kinds of the provider and of Cluster API's core.</summary>
internal static class ManagementCluster
{
    public static async Task DefineKindsAsync(this DevApiServerFixture api)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds"), "*.yaml"))
            await api.Client.DefineAsync(await File.ReadAllTextAsync(file));
        await api.Client.DefineAsync(Definitions.OfCore("Cluster", "clusters"));
        await api.Client.DefineAsync(Definitions.OfCore("Machine", "machines"));
    }

    /// <summary>Makes the manager's account with its rights.</summary>
    /// <returns>A kubeconfig of the account.</returns>
    public static async Task<string> ManagerKubeconfigAsync(this DevApiServerFixture api)
    {
        string[] files = ["namespace.yaml", .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "rbac"), "*.yaml")];
        await api.Server.ApplyAsync(files.Select(file => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))));
        return await api.Server.KubeconfigForServiceAccountAsync("elemental-system", "elemental-manager", TimeSpan.FromHours(1));
    }

    public static KubernetesClient NewClient(this DevApiServerFixture api) => new(ClientConfiguration.Parse(api.AdminKubeconfig));
}
