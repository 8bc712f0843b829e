namespace ElementalProvider.ControllerRuntime;

/// <summary>The informers of this process: one a kind and selection, shared by all who ask, started and stopped by the host.</summary>
public interface IInformers
{
    /// <summary>The informer of a kind, within the namespace this process is limited to.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    IInformer<T> Get<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>The informer of a part of a kind. Equal options give the same informer.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="options">Which objects, and how they are followed.</param>
    IInformer<T> Get<T>(InformerOptions options)
        where T : class, IKubernetesObject<V1ObjectMeta>;
}
