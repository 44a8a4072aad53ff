using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Shopkeeper.Silo.Logging;

/// <summary>
/// One line for a message, its exception behind it, both redacted. Scopes are left out: they repeat paths.
/// </summary>
internal sealed class RedactedConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "shopkeeper";

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture));
        textWriter.Write(NameOf(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.WriteLine(Redaction.Apply(message));
        if (logEntry.Exception is { } exception) textWriter.WriteLine(Redaction.Apply(Describe(exception)));
    }

    // An address in use is nobody's bug; where it was found does not help whoever reads it.
    private static string Describe(Exception exception) =>
        exception is IOException { InnerException: AddressInUseException } busy ? busy.Message : exception.ToString();

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO ",
        LogLevel.Warning => "WARN ",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
