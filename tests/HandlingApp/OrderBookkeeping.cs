using System.Text;
using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.HandlingApp;

/// <summary>
/// Writes an order into books that outlive the process: a line with the installation, the order's number and the job's
/// id, in a file of the process's own. A job that runs twice writes its line twice, under the same id.
/// </summary>
internal sealed class OrderBookkeeping : IJobHandler, IDisposable
{
    /// <summary>The kind.</summary>
    public const string KindName = "book-order";

    private readonly FileStream _book;

    public OrderBookkeeping(string folder)
    {
        Directory.CreateDirectory(folder);
        _book = new FileStream(
            Path.Combine(folder, $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}.book"), FileMode.CreateNew,
            FileAccess.Write, FileShare.Read);
    }

    public string Kind => KindName;

    public Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var number = context.Arguments.GetProperty("number").GetInt64();
        var line = Encoding.UTF8.GetBytes($"{context.Installation.Id.Value} {number} {context.JobId}\n");
        lock (_book)
        {
            _book.Write(line);
            _book.Flush();
        }
        return Task.CompletedTask;
    }

    public void Dispose() => _book.Dispose();
}
