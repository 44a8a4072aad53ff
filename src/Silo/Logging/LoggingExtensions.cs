namespace Shopkeeper.Silo.Logging;

/// <summary>Sets up the service's log.</summary>
internal static class LoggingExtensions
{
    public static void AddRedactedConsole(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsoleFormatter<RedactedConsoleFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        logging.AddConsole(console => console.FormatterName = RedactedConsoleFormatter.FormatterName);
        // Orleans tells at Information what matters to its own authors.
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
    }
}
