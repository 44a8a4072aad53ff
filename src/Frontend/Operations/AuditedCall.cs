using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Writes into the audit log what somebody other than an operator does to a shop, as operators' orders are: before
/// anything is done, and how it ended after.
/// </summary>
internal sealed class AuditedCall(IAuditLog log, TimeProvider time)
{
    private const string Accepted = "accepted";
    private const string Urn = "urn:shopkeeper:";

    /// <summary>Does it, and answers what it answers.</summary>
    /// <param name="actor">Who: the name of a key, or a constant.</param>
    /// <param name="action">What, as a code.</param>
    /// <param name="shop">The shop; written as its keyed hash.</param>
    /// <param name="act">What is done.</param>
    /// <param name="cancellationToken">Cancels the entry that it begins; not what is done.</param>
    /// <exception cref="StorageUnavailableException">
    /// It can't be written. At the beginning nothing was done then; at the end the answer is kept back.
    /// </exception>
    public Task<IResult> RunAsync(
        string actor, string action, ShopDomain shop, Func<Task<IResult>> act, CancellationToken cancellationToken) =>
        RunAsync(Order(actor, action) with { Shop = shop }, act, cancellationToken);

    /// <summary>The same for what is done with a request of the compliance desk.</summary>
    public Task<IResult> RunAsync(
        string actor, string action, Guid request, Func<Task<IResult>> act, CancellationToken cancellationToken) =>
        RunAsync(Order(actor, action) with { Request = request }, act, cancellationToken);

    private AuditedOrder Order(string actor, string action) =>
        new() { Id = Guid.CreateVersion7(time.GetUtcNow()), Actor = actor, Action = action };

    private async Task<IResult> RunAsync(
        AuditedOrder order, Func<Task<IResult>> act, CancellationToken cancellationToken)
    {
        await log.BeginAsync(order, cancellationToken);
        var result = await act();
        await log.CompleteAsync(order.Id, OutcomeOf(result), CancellationToken.None);
        return result;
    }

    /// <summary>What the log says of an answer.</summary>
    public static AuditOutcome OutcomeOf(object? result)
    {
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        var code = result is ProblemHttpResult { ProblemDetails.Type: { } type }
            ? type.Replace(Urn, "", StringComparison.Ordinal)
            : Accepted;
        return new AuditOutcome(status, code, TeardownOf(result));
    }

    private static Guid? TeardownOf(object? result) => result switch
    {
        IValueHttpResult { Value: TeardownReference reference } => reference.TeardownId,
        IValueHttpResult { Value: TeardownView view } => view.Id,
        _ => null,
    };
}
