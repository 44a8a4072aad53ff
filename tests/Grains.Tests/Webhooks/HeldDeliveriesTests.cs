using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>Deliveries whose handler writes to a store that is keyed by shop.</summary>
public sealed class HeldDeliveriesTests
{
    private const string Store = "mailing-list";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ParticipantState.Waiting, true)]
    [InlineData(ParticipantState.Failed, true)]
    [InlineData(ParticipantState.Busy, true)]
    [InlineData(ParticipantState.Erased, false)]
    [InlineData(ParticipantState.Waived, false)]
    public async Task Delivery_waits_while_the_earlier_stay_is_not_settled_there_and_spends_no_attempt(
        ParticipantState state, bool waits)
    {
        var handler = new Handler([Store]);
        using var bench = Bench(handler, KeyedBy.Shop);
        bench.Teardowns.Earlier.Add(Earlier(bench.Installation, state));
        bench.Deliver();

        await bench.TurnAsync();

        Assert.Equal(waits ? 0 : 1, handler.Handled);
        Assert.Empty(bench.Inbox.Failures);
        Assert.Equal(waits ? [(1L, ParticipantCodes.AwaitsEarlierStay)] : [], bench.Inbox.PutOff);
    }

    [Fact]
    public async Task Delivery_whose_handler_writes_elsewhere_or_to_a_store_keyed_by_installation_never_waits()
    {
        foreach (var (handler, keyedBy) in ((Handler, KeyedBy)[])
            [(new([]), KeyedBy.Shop), (new([Store]), KeyedBy.Installation)])
        {
            using var bench = Bench(handler, keyedBy);
            bench.Teardowns.Earlier.Add(Earlier(bench.Installation, ParticipantState.Failed));
            bench.Deliver();

            await bench.TurnAsync();

            Assert.Equal(1, handler.Handled);
        }
    }

    [Fact]
    public void Handler_that_names_a_participant_that_there_is_not_refuses_the_start()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new ParticipantDeclarations(
            [], [new Handler(["mailing"])], new ParticipantRoster([new MemoryParticipant(new Faults(), Store)])));

        Assert.Contains("'mailing'", refused.Message, StringComparison.Ordinal);
    }

    private static DrainBench Bench(Handler handler, KeyedBy keyedBy) =>
        new([new MemoryParticipant(new Faults(), Store) { KeyedBy = keyedBy }], handler);

    private static TeardownRecord Earlier(Installation current, ParticipantState state) => new()
    {
        Id = Guid.CreateVersion7(current.StartedAt),
        Installation = InstallationId.New(current.StartedAt),
        Shop = current.Shop,
        ShopId = current.ShopId,
        Generation = current.Generation - 1,
        Status = TeardownStatus.Running,
        Cause = EndCause.Operator,
        OpenedAt = current.StartedAt,
        StartedAt = current.StartedAt,
        EndedAt = current.StartedAt,
        Steps =
        [
            new StepProgress
            {
                Name = StepNames.EraseParticipants,
                Status = StepStatus.Running,
                Asked =
                [
                    new ParticipantProgress
                    {
                        Name = Store,
                        State = state,
                        Operation = ParticipantOperation.Erase,
                    },
                ],
            },
        ],
    };

    private sealed class Handler(IReadOnlyList<string> participants) : IWebhookHandler
    {
        public int Handled { get; private set; }

        public string Topic => DrainBench.Topic;

        public IReadOnlyList<string> Participants => participants;

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            Handled++;
            return Task.CompletedTask;
        }
    }
}
