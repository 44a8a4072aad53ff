using System.Text;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Platform;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// Carries commands out: merchants, operators, Shopify's senders, and the pollers that find what is due.
/// </summary>
internal sealed partial class Outside(SimulatedWorld world)
{
    private int _number;

    /// <summary>The answer to the last install of each shop that was answered at all.</summary>
    public Dictionary<ShopDomain, InstallReply> Installs { get; } = [];

    public void Do(Command command)
    {
        var shop = world.Shopify.Shops[command.Shop];
        if (world.Kernel.Traces) world.Kernel.Trace("command", command.ToString());
        switch (command.Kind)
        {
            case CommandKind.Install:
                Install(shop);
                break;
            case CommandKind.OpenApp:
                OpenApp(shop);
                break;
            case CommandKind.Uninstall:
                world.Shopify.End(shop);
                break;
            case CommandKind.Order:
                Order(shop, OrderOf(shop, EndCause.Operator));
                break;
            case CommandKind.Reset:
                Reset(shop);
                break;
            case CommandKind.Write:
                Write(shop);
                break;
            case CommandKind.Configure:
                Configure(shop);
                break;
            default:
                Disturb(command, shop);
                break;
        }
    }

    public void Install(ShopAtShopify shop)
    {
        var code = world.Shopify.Authorize(shop);
        Ask("install", async silo => Installs[shop.Domain] = await silo.Grains.Installer(shop.Domain)
            .InstallWithCodeAsync(new InstallWithCode { Code = new AccessToken(code) }, CancellationToken.None));
    }

    /// <summary>Sends a delivery once; it is on the way until it is answered or lost.</summary>
    public void Send(OutgoingDelivery delivery)
    {
        delivery.IsOnTheWay = true;
        if (!delivery.WasSent) delivery.SentTo = world.Database.CurrentOf(delivery.Shop)?.Value.Id;
        delivery.WasSent = true;
        Ask("deliver", async silo =>
        {
            silo.Process.OnDeath(() => delivery.IsOnTheWay = false);
            try
            {
                await silo.Parts.Inbox.RecordAsync(
                    new IncomingDelivery
                    {
                        Shop = delivery.Shop,
                        Topic = delivery.Topic,
                        WebhookId = delivery.WebhookId,
                        TriggeredAt = delivery.TriggeredAt,
                        Body = delivery.Body,
                    },
                    CancellationToken.None);
                world.Model.Accepted[delivery.WebhookId] = delivery;
                delivery.IsAnswered = true;
            }
            finally
            {
                delivery.IsOnTheWay = false;
            }
        });
    }

    public void PollTeardowns() => Ask("poll teardowns", async silo =>
    {
        foreach (var due in await silo.Parts.Teardowns.FindDueAsync(8, CancellationToken.None))
            silo.Poke(
                GrainNames.Teardown(due), "teardown",
                () => silo.Grains.Teardown(due).RunAsync(CancellationToken.None));
    });

    public void PollInbox() => Ask("poll inbox", async silo =>
    {
        foreach (var shop in await silo.Parts.Inbox.FindDueShopsAsync(8, CancellationToken.None))
            silo.Poke(GrainNames.Shop(shop), "drain", () => silo.Grains.Shop(shop).DrainAsync());
    });

    /// <summary>The retention comes by: whoever died gave neither permits nor intents back.</summary>
    public void DropOld() => Ask("drop old", silo => world.Kernel.Effects.Do(silo.Process, "retention.drop", () =>
    {
        world.Database.DropExpired(world.Database.Permits);
        world.Database.DropExpired(world.Database.Intents);
    }));

    /// <summary>A reminder's tick.</summary>
    public void Tick(Stores.ReminderRow reminder)
    {
        reminder.NextAt = world.Kernel.Time.Now + reminder.Period;
        Ask("tick", silo => reminder.GrainId.StartsWith("teardown/", StringComparison.Ordinal)
            ? silo.Grains.Teardown(new InstallationId(Guid.ParseExact(reminder.Key, "N"))).TickAsync()
            : silo.Grains.Shop(ShopDomain.Parse(reminder.Key)).TickAsync());
    }

    /// <summary>An operator has everything tried again that ended and stands still.</summary>
    public void RetryStalled()
    {
        foreach (var (stay, row) in world.Database.Teardowns.ToList())
        {
            if (row.Record is { Status: TeardownStatus.Stalled, EndedAt: not null })
                Ask("retry", silo => silo.Grains.Teardown(stay).RetryAsync(CancellationToken.None));
        }
    }

    private void OpenApp(ShopAtShopify shop)
    {
        if (shop.AppInstallation is null) return;
        var token = world.Shopify.Authorize(shop);
        var seen = world.Database.CurrentOf(shop.Domain)?.Value.Id;
        Ask("open app", async silo => Installs[shop.Domain] = await silo.Grains.Installer(shop.Domain)
            .InstallWithSessionTokenAsync(
                new InstallWithSessionToken { SessionToken = new AccessToken(token), Seen = seen },
                CancellationToken.None));
    }

    /// <summary>An operator orders a shop's end, and has not done so before.</summary>
    public void OrderAnew(ShopAtShopify shop) =>
        Order(shop, world.Model.Orders.Give(shop.Domain, EndCause.Operator));

    private void Order(ShopAtShopify shop, Guid id)
    {
        Ask("order", silo => silo.Grains.Shop(shop.Domain).EndAsync(
            new EndCommand { TeardownId = id, Cause = EndCause.Operator, Evidence = ["operator"] },
            CancellationToken.None));
    }

    private void Reset(ShopAtShopify shop)
    {
        var id = OrderOf(shop, EndCause.Reset);
        Ask("reset", silo => silo.Grains.Shop(shop.Domain).ResetAsync(
            new ResetCommand { TeardownId = id, Evidence = ["operator"], Resumes = true }, CancellationToken.None));
    }

    // Who did not hear the answer repeats the order, and that may take a while.
    private Guid OrderOf(ShopAtShopify shop, EndCause cause)
    {
        var earlier = world.Kernel.Chance.Below(4) == 0 ? world.Model.Orders.FindEarlier(shop.Domain, cause) : null;
        return earlier ?? world.Model.Orders.Give(shop.Domain, cause);
    }

    // The app's own code writes for whom it took to be installed a moment ago.
    private void Write(ShopAtShopify shop)
    {
        if (world.Database.CurrentOf(shop.Domain)?.Value.Id is not { } stay) return;
        var row = $"row-{++_number}";
        Ask("write", async silo =>
        {
            await silo.Parts.Data.WriteAsync(stay, "user_preferences", row);
            world.Model.Written(stay, row);
            await world.Kernel.Effects.Do(silo.Process, "participant.write", () =>
            {
                world.Database.Guard(stay);
                foreach (var participant in world.Participants)
                {
                    // What is keyed by shop only handlers write to that said so: they wait for the stay before.
                    if (participant != world.Letters) participant[stay]++;
                }

                world.SharedCache[stay] = world.SharedCache.GetValueOrDefault(stay) + 1;
            });
        });
    }

    // Two people, who may come by different silos: one writes what they want, one what they made of what they read.
    private void Configure(ShopAtShopify shop)
    {
        for (var person = 0; person < 2; person++)
        {
            var (reads, json) = (person > 0, $$"""{"n":{{++_number}}}""");
            Ask("configure", async silo =>
            {
                var actor = silo.Grains.Shop(shop.Domain);
                var read = reads ? await actor.GetConfigurationAsync() : null;
                var reply = await actor.ConfigureAsync(new PutConfiguration { Json = json, IfVersion = read?.Version });
                world.Model.Configurations.Answered(json, reply);
            });
        }
    }

    private void Disturb(Command command, ShopAtShopify shop)
    {
        switch (command.Kind)
        {
            case CommandKind.PlaceOrder:
                if (shop.AppInstallation is not null)
                    world.Shopify.Send(shop, OrderHandler.OrderTopic, $$"""{"id":{{++_number}}}""");
                break;
            case CommandKind.Repeat:
                if (world.Shopify.Outbox.FindAll(one => one.IsAnswered) is { Count: > 0 } sent)
                    Send(world.Kernel.Chance.Of(sent));
                break;
            case CommandKind.Replay:
                Replay(shop);
                break;
            case CommandKind.Forge:
                Forge(shop);
                break;
            case CommandKind.Crash:
                world.Cluster.AnySilo().Process.Die();
                break;
            case CommandKind.Stop:
                world.StopSilo();
                break;
            case CommandKind.Part:
                if (command.Steps % 2 == 0) world.Cluster.ForgetOne();
                else world.Cluster.ForgetAll();
                break;
            case CommandKind.Skew:
                world.Cluster.AnySilo().Process.Skew =
                    TimeSpan.FromSeconds(world.Kernel.Chance.Below(61) - 30);
                break;
            case CommandKind.Outage:
                world.Kernel.Chance.Of(world.Participants).DownUntil =
                    world.Kernel.Time.Now + TimeSpan.FromSeconds(world.Kernel.Chance.Below(300));
                break;
            case CommandKind.Retry:
                Retry();
                break;
            default:
                Work(command, shop);
                break;
        }
    }

    private void Replay(ShopAtShopify shop)
    {
        var ended = world.Shopify.Outbox.FindAll(
            one => one.IsAnswered && one.Shop == shop.Domain && one.Topic == WebhookTopics.AppUninstalled);
        if (ended.Count == 0) return;
        var old = world.Kernel.Chance.Of(ended);
        var replay = world.Shopify.Send(shop, old.Topic, Encoding.UTF8.GetString(old.Body));
        world.Model.Replayed.Add(replay.WebhookId, old);
    }

    private void Forge(ShopAtShopify shop)
    {
        var other = world.Shopify.Shops.Find(one => one != shop)!;
        var body = world.Kernel.Chance.Below(2) == 0
            ? "{}"
            : $$"""{"id":{{other.Id}},"myshopify_domain":"{{other.Domain.Value}}"}""";
        var topic = world.Kernel.Chance.Below(2) == 0 ? WebhookTopics.AppUninstalled : WebhookTopics.ShopRedact;
        world.Shopify.Send(shop, topic, body);
    }

    private void Retry()
    {
        if (world.Database.Teardowns.Count == 0) return;
        var teardown = world.Kernel.Chance.Of(world.Database.Teardowns.Keys.ToList());
        Ask("retry", silo => silo.Grains.Teardown(teardown).RetryAsync(CancellationToken.None));
    }

    private void Ask(string name, Func<SimulatedSilo, Task> work)
    {
        var silo = world.Cluster.AnySilo();
        world.Kernel.Run(silo.Process, () => silo.Watch(name, work(silo)));
    }
}
