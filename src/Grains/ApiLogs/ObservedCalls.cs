using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>Collects the calls that one operation makes. The client may tell them from any thread.</summary>
internal sealed class ObservedCalls
{
    private readonly Lock _gate = new();
    private List<AdminCallRecord> _records = [];

    public void Add(AdminCallRecord record)
    {
        lock (_gate) _records.Add(record);
    }

    /// <summary>What was told since the last time.</summary>
    public IReadOnlyList<AdminCallRecord> Take()
    {
        lock (_gate)
        {
            var taken = _records;
            _records = [];
            return taken;
        }
    }
}
