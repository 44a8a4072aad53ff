using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>A participant that answers as it is told to.</summary>
internal sealed class FakeParticipant(string name, Func<CancellationToken, Task<CustomerExport>> answer)
    : ICustomerDataParticipant
{
    public List<CustomerDataContext> Asked { get; } = [];

    public string Name => name;

    public static CustomerExport Answer(string kind = "reviews", long count = 2) =>
        new(JsonSerializer.SerializeToElement(new[] { "Fine" }), [new StoreCount { Store = kind, Count = count }]);

    public Task<CustomerExport> ExportAsync(CustomerDataContext context, CancellationToken cancellationToken)
    {
        lock (Asked) Asked.Add(context);
        return answer(cancellationToken);
    }

    public async Task<IReadOnlyList<StoreCount>> RedactAsync(
        CustomerDataContext context, CancellationToken cancellationToken) =>
        (await ExportAsync(context, cancellationToken)).Counts;
}
