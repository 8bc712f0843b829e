namespace ElementalProvider.ControllerRuntime;

/// <summary>Writes Kubernetes Events about objects. Never blocks the caller and never fails it; repeated events are aggregated.</summary>
public interface IEventRecorder
{
    /// <summary>Records that something normal happened.</summary>
    /// <param name="about">The object it happened to.</param>
    /// <param name="reason">Machine-readable reason in CamelCase.</param>
    /// <param name="message">One sentence for a person, without secrets.</param>
    void Normal(IKubernetesObject<V1ObjectMeta> about, string reason, string message);

    /// <summary>Records that something needs attention.</summary>
    /// <param name="about">The object it happened to.</param>
    /// <param name="reason">Machine-readable reason in CamelCase.</param>
    /// <param name="message">One sentence for a person, without secrets.</param>
    void Warning(IKubernetesObject<V1ObjectMeta> about, string reason, string message);
}
