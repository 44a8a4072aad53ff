using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;
using Shopkeeper.Silo.Observability;

namespace Shopkeeper.Silo.Logging;

/// <summary>Sets up the service's log.</summary>
internal static class LoggingExtensions
{
    // Below every other source, so that each level can be set; what Orleans and ASP.NET tell at Information matters to
    // their own authors. The watchdog counts the machine's uptime as a delay, once at every start.
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        ["Logging:LogLevel:Polly"] = "Warning",
        ["Logging:LogLevel:Shopkeeper.Grains.Jobs.JobCanceller"] = "Warning",
    };

    private const string FormatKey = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.LogFormat)}";

    public static void AddRedactedConsole(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.AddConsoleFormatter<RedactedConsoleFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsoleFormatter<RedactedJsonFormatter, ConsoleFormatterOptions>();
        var isJson = builder.Configuration[FormatKey] == "json";
        builder.Logging.AddConsole(console => console.FormatterName =
            isJson ? RedactedJsonFormatter.FormatterName : RedactedConsoleFormatter.FormatterName);
    }
}
