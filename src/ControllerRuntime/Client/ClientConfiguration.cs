using ElementalProvider.ControllerRuntime.Client.Configuration;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>Where the API server is and who we are to it, from where kubectl would look or from a text.</summary>
public static class ClientConfiguration
{
    /// <summary>
    /// Finds the configuration the way kubectl does: an explicit file, else the files of <c>KUBECONFIG</c> merged, else the service account
    /// of the pod, else <c>~/.kube/config</c>. It may name a credential plugin (<c>exec</c>) and files: it belongs to whoever started us.
    /// </summary>
    /// <param name="path">A kubeconfig file, or null to look for one.</param>
    /// <param name="context">A context of the kubeconfig, or null for its current one.</param>
    /// <exception cref="KubernetesConfigurationException">There is none, or it is wrong; the message names the file and the field.</exception>
    public static KubernetesClientConfiguration Load(string? path = null, string? context = null) =>
        ConfigurationLoader.Load(path, context, ConfigurationEnvironment.OfThisProcess());

    /// <summary>Reads a kubeconfig of our own; relative paths in it are relative to the working directory.</summary>
    /// <param name="yaml">The kubeconfig.</param>
    /// <param name="context">A context of it, or null for its current one.</param>
    /// <exception cref="KubernetesConfigurationException">It is wrong; the message names the field.</exception>
    public static KubernetesClientConfiguration Parse(string yaml, string? context = null) =>
        KubeconfigDocument.Parse(yaml, "the kubeconfig", Environment.CurrentDirectory).Resolve(context);

    /// <summary>
    /// Reads a kubeconfig that somebody else wrote, such as one from a Secret. It may say where its server is and carry credentials, and
    /// nothing that would make this process run a program, open a file or talk in clear text: that would lend our rights to its author.
    /// </summary>
    /// <param name="yaml">The kubeconfig.</param>
    /// <exception cref="KubernetesConfigurationException">It is wrong, or asks for more than it may; the message names the field.</exception>
    public static KubernetesClientConfiguration ParseForeign(string yaml) =>
        KubeconfigDocument.ParseForeign(yaml, "the kubeconfig").Resolve(contextName: null);
}
