using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// Asks each participant that has not answered and is due, all at once, each within a budget. Participants are the
/// app's code: an exception, an endless call or a senseless answer is a failure with a code, never more. What one has
/// answered is never asked again.
/// </summary>
internal sealed partial class CustomerRound(
    CustomerRoster roster, IOptions<ComplianceOptions> options, TimeProvider time, ILogger<CustomerRound> logger)
{
    public async Task<CustomerRoundResult> RunAsync(
        ComplianceRequest request, ComplianceStay stay, ComplianceSubject subject, CustomerOperation operation,
        CancellationToken cancellationToken)
    {
        var isEnding = !stay.IsLive;
        var now = time.GetUtcNow();
        var asked = await Task.WhenAll(roster.All.Select(async participant =>
        {
            var before = CustomerRoundRules.Of(request, participant.Name);
            return CustomerRoundRules.IsDue(before, isEnding, now)
                ? await AskAsync(
                    participant, Context(request, stay, subject, operation, before), before, operation, isEnding,
                    cancellationToken)
                : (before, null);
        }));
        ImmutableArray<ComplianceParticipant> all = [.. asked.Select(one => one.Item1)];
        var (nextAt, givenUp) = CustomerRoundRules.Sum(all);
        return new CustomerRoundResult
        {
            Request = request with { Evidence = request.Evidence with { Participants = [.. all] } },
            Exports = asked.Where(one => one.Item2 is not null)
                .ToDictionary(one => one.Item1.Name, one => one.Item2!, StringComparer.Ordinal),
            NextAt = nextAt,
            GivenUp = givenUp,
        };
    }

    private static CustomerDataContext Context(
        ComplianceRequest request, ComplianceStay stay, ComplianceSubject subject, CustomerOperation operation,
        ComplianceParticipant before) => new()
        {
            RequestId = request.Id,
            OperationId = CustomerRoundRules.OperationId(request, operation),
            Installation = request.Installation!.Value,
            Generation = stay.Generation,
            Shop = stay.Shop!,
            ShopId = stay.ShopId,
            Customer = subject,
            Continues = before.State == CustomerRoundRules.Busy,
        };

    private async Task<(ComplianceParticipant, CustomerExport?)> AskAsync(
        ICustomerDataParticipant participant, CustomerDataContext context, ComplianceParticipant before,
        CustomerOperation operation, bool isEnding, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(options.Value.ParticipantBudget, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            // Called apart, so that code which never comes back, or blocks its thread, does not hold the request.
            var export = await Task.Run(() => CallAsync(participant, context, operation, linked.Token), linked.Token)
                .WaitAsync(linked.Token);
            return (Answered(before, export.Counts), operation == CustomerOperation.Export ? export : null);
        }
        catch (StorageUnavailableException)
        {
            throw;
        }
        catch (ParticipantBusyException busy)
        {
            return (CustomerRoundRules.AfterBusy(
                before, Limited(busy.RetryAfter), time.GetUtcNow(), options.Value, isEnding), null);
        }
        catch (ParticipantCallException failed)
        {
            LogFailed(context.RequestId, participant.Name, failed.Code);
            return (Failed(before, failed.Code, failed.RetryAfter, isEnding), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogThrew(context.RequestId, participant.Name, exception.GetType().Name);
            var code = exception is OperationCanceledException && budget.IsCancellationRequested
                ? ParticipantCodes.TimedOut
                : ParticipantCodes.Failed;
            return (Failed(before, code, null, isEnding), null);
        }
    }

    private ComplianceParticipant Failed(
        ComplianceParticipant before, string code, TimeSpan? retryAfter, bool isEnding) =>
        CustomerRoundRules.AfterFailure(before, code, retryAfter, time.GetUtcNow(), options.Value, isEnding);

    private ComplianceParticipant Answered(ComplianceParticipant before, IReadOnlyList<StoreCount> counts) =>
        before with
        {
            State = CustomerRoundRules.Answered,
            Code = null,
            AskedAt = before.AskedAt ?? time.GetUtcNow(),
            NextAt = null,
            Counts = counts,
        };

    private static async Task<CustomerExport> CallAsync(
        ICustomerDataParticipant participant, CustomerDataContext context, CustomerOperation operation,
        CancellationToken cancellationToken)
    {
        var answer = operation == CustomerOperation.Export
            ? await participant.ExportAsync(context, cancellationToken)
            : new CustomerExport(default, await participant.RedactAsync(context, cancellationToken));
        // Counts outlive the request as evidence: codes, and nobody's words.
        var isFit = answer?.Counts is not null
            && answer.Counts.All(count => count.Count >= 0 && CertificateCodes.IsCode(count.Store)
                && !count.Store.Contains(".myshopify.com", StringComparison.Ordinal))
            && (operation == CustomerOperation.Redact || IsWritable(answer.Data));
        return isFit ? answer! : throw new ParticipantCallException(ParticipantCodes.AnswerInvalid);
    }

    private static bool IsWritable(JsonElement data) =>
        data.ValueKind != JsonValueKind.Undefined && PlainJson.IsPlain(data);

    private static TimeSpan Limited(TimeSpan delay) =>
        TimeSpan.FromTicks(Math.Clamp(delay.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay));
}
