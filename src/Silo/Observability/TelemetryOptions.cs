using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Where traces and metrics are sent, and how logs look: section <c>Telemetry</c>. Prometheus reads <c>/metrics</c>
/// without any of it.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector, such as <c>http://127.0.0.1:4317</c>. Empty: nothing is sent, unless the standard
    /// variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. Default empty.
    /// </summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary><c>grpc</c> or <c>http/protobuf</c>. Default <c>grpc</c>.</summary>
    [RegularExpression("grpc|http/protobuf", ErrorMessage = "Telemetry:OtlpProtocol is grpc or http/protobuf.")]
    public string OtlpProtocol { get; set; } = "grpc";

    /// <summary>
    /// Headers for the collector, <c>name=value</c> and commas between. A secret: it is never shown. Default empty.
    /// </summary>
    public string OtlpHeaders { get; set; } = "";

    /// <summary>
    /// How many of the traces are recorded, 0 to 1; those of teardowns always are. Default 1.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "Telemetry:SampleRatio is a number from 0 to 1.")]
    public double SampleRatio { get; set; } = 1;

    /// <summary>
    /// <c>text</c>: a line for people; <c>json</c>: a line for machines, with the values apart. Default <c>text</c>.
    /// </summary>
    [RegularExpression("text|json", ErrorMessage = "Telemetry:LogFormat is text or json.")]
    public string LogFormat { get; set; } = "text";

    /// <summary>How often the levels of due work are read for the gauges, 1 s to 1 h. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Telemetry:LevelsEvery is from 1 s to 1 h.")]
    public TimeSpan LevelsEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long due work may wait before <c>/health/ready</c> says <c>Degraded</c>, and how often the log repeats that
    /// a clean-up is incomplete, 10 s to 1 d. Default 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Telemetry:OverdueAfter is from 10 s to 1 d.")]
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromMinutes(5);
}
