using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;
using StackExchange.Redis;

namespace Shopkeeper.Storage.Caching;

/// <summary>
/// The connection to Redis: made by the first call, and again by the library whenever it breaks. A call while it is
/// broken fails at once instead of waiting in a queue, where its time would run out unseen.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int AnswerMilliseconds = 2_000;
    private readonly ConfigurationOptions _configuration;
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;

    public RedisConnection(IOptions<SharedCacheOptions> options)
    {
        _configuration = ConfigurationOptions.Parse(options.Value.Redis!);
        _configuration.AbortOnConnectFail = false;
        _configuration.BacklogPolicy = BacklogPolicy.FailFast;
        _configuration.ConnectTimeout = AnswerMilliseconds;
        _configuration.AsyncTimeout = AnswerMilliseconds;
        _configuration.ClientName = "shopkeeper";
        _configuration.ReconnectRetryPolicy = new LinearRetry(500);

        // What it would tell of a call that failed names keys.
        _configuration.IncludeDetailInExceptions = false;
        _configuration.IncludePerformanceCountersInExceptions = false;
    }

    /// <summary>Runs a command.</summary>
    /// <exception cref="CacheUnavailableException">Redis does not answer, or refuses the command.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken);
            return await command(connection.GetDatabase()).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RedisConnectionException or ObjectDisposedException)
        {
            // The second: this process is stopping, and has let go of its connection.
            throw new CacheUnavailableException("connection");
        }
        catch (TimeoutException)
        {
            throw new CacheUnavailableException("timeout");
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException)
        {
            // A password that is wrong, memory that is full, a replica that takes no writes. The second, which is no
            // case of the first, comes from the library: it did not send the command.
            throw new CacheUnavailableException("refused");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _connecting.Dispose();
    }

    private async ValueTask<ConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _connection) is { } connected) return connected;
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(_configuration);
        }
        finally
        {
            _connecting.Release();
        }
    }
}
