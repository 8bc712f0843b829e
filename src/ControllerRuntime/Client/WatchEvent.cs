namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>One change that a watch reported.</summary>
/// <typeparam name="T">Kind of the object.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the change (its last state when deleted); on a bookmark only its resourceVersion counts.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object)
    where T : class, IKubernetesObject<V1ObjectMeta>;
