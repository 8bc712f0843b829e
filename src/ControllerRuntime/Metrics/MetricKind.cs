namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>What the numbers of a metric mean.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts values by size.</summary>
    Histogram,
}
