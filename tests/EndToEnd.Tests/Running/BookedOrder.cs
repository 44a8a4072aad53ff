namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>A line of the books of <c>HandlingApp</c>, in which it has its jobs write each new order.</summary>
/// <param name="Installation">The stay that the order was handled for.</param>
/// <param name="Number">The order.</param>
/// <param name="Job">The job that wrote it; one that runs again writes its line again.</param>
internal sealed record BookedOrder(Guid Installation, long Number, Guid Job)
{
    /// <summary>What stands in the books of all processes that have written to a folder.</summary>
    public static ILookup<long, BookedOrder> ReadFrom(string folder) => (
        from file in Directory.EnumerateFiles(folder)
        from line in File.ReadLines(file)
        let parts = line.Split(' ')
        select new BookedOrder(Guid.Parse(parts[0]), long.Parse(parts[1]), Guid.Parse(parts[2])))
        .ToLookup(line => line.Number);
}
