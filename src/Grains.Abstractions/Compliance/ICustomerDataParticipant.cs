using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>
/// Code that holds data of a shop's customers outside our database. Register it with
/// <c>services.AddSingleton&lt;ICustomerDataParticipant, …&gt;()</c>. Both calls may come more than once, and for
/// a customer or an installation that it has never heard of. Throw <see cref="ParticipantBusyException"/> to be asked
/// again later.
/// </summary>
public interface ICustomerDataParticipant
{
    /// <summary>A stable kebab-case name; it heads the participant's section of an export.</summary>
    string Name { get; }

    /// <summary>Gives everything that it holds of the customer. Changes nothing.</summary>
    Task<CustomerExport> ExportAsync(CustomerDataContext context, CancellationToken cancellationToken);

    /// <summary>Erases everything that it holds of the customer and of the orders named.</summary>
    /// <returns>What was erased, by kind.</returns>
    Task<IReadOnlyList<StoreCount>> RedactAsync(CustomerDataContext context, CancellationToken cancellationToken);
}
