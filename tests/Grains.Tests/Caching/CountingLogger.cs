using Microsoft.Extensions.Logging;

namespace Shopkeeper.Grains.Tests.Caching;

/// <summary>Counts what is logged.</summary>
internal sealed class CountingLogger<T> : ILogger<T>
{
    public int Count { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => Count++;
}
