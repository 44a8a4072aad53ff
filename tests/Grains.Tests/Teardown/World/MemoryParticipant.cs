using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>A participant that can be busy, throw, lie or hang.</summary>
internal sealed class MemoryParticipant(Faults faults, string name, bool insideShop = false) : IErasureParticipant
{
    private readonly Dictionary<InstallationId, long> _items = [];

    public string Name => name;

    public bool InsideShop => insideShop;

    public KeyedBy KeyedBy { get; set; } = KeyedBy.Installation;

    public bool Lies { get; set; }

    public bool CanCount { get; set; } = true;

    public bool LosesAccess { get; set; }

    /// <summary>Awaited by each call; a call hangs on it.</summary>
    public Task Hang { get; set; } = Task.CompletedTask;

    /// <summary>What it answers to a plan without a token; null for what it holds.</summary>
    public IReadOnlyList<StoreCount>? LastKnown { get; set; }

    /// <summary>Tokens it was given.</summary>
    public List<string> Tokens { get; } = [];

    public long this[InstallationId installation]
    {
        get => _items.GetValueOrDefault(installation);
        set => _items[installation] = value;
    }

    public async Task<IReadOnlyList<StoreCount>> PlanAsync(
        ParticipantContext context, CancellationToken cancellationToken)
    {
        await Hang;
        return await faults.Around($"{name}.plan", () =>
            insideShop && context.Token is null && LastKnown is not null
                ? LastKnown
                : Items(this[context.Installation]));
    }

    public async Task<IReadOnlyList<StoreCount>> EraseAsync(
        ParticipantContext context, CancellationToken cancellationToken)
    {
        await Hang;
        return await faults.Around($"{name}.erase", () =>
        {
            if (context.Token is { } token) Tokens.Add(token.Reveal());
            if (LosesAccess) throw new ShopAccessLostException();
            var count = this[context.Installation];
            if (!Lies) this[context.Installation] = 0;
            return Items(count);
        });
    }

    public async Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken)
    {
        await Hang;
        return await faults.Around($"{name}.count", () =>
            CanCount ? this[context.Installation] : throw new NotSupportedException());
    }

    private static IReadOnlyList<StoreCount> Items(long count) =>
        [new StoreCount { Store = "documents", Count = count }];
}
