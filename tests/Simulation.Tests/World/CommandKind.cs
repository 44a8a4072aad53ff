namespace Shopkeeper.Simulation.Tests.World;

/// <summary>What somebody outside does.</summary>
internal enum CommandKind
{
    /// <summary>The merchant agrees to the app, and comes back to us with a code.</summary>
    Install,

    /// <summary>The merchant opens the app, and comes with a session token.</summary>
    OpenApp,

    /// <summary>The merchant removes the app.</summary>
    Uninstall,

    /// <summary>An operator orders the end.</summary>
    Order,

    /// <summary>An operator orders a reset.</summary>
    Reset,

    /// <summary>Something is written for whoever has the app installed.</summary>
    Write,

    /// <summary>The shop's configuration is changed.</summary>
    Configure,

    /// <summary>An order is placed, so that a delivery follows.</summary>
    PlaceOrder,

    /// <summary>Shopify sends what it has sent before.</summary>
    Repeat,

    /// <summary>Somebody replays an uninstall of before under a new id: its signature fits, because it covers the body.
    /// </summary>
    Replay,

    /// <summary>A delivery whose body names no shop, or another one.</summary>
    Forge,

    /// <summary>A silo dies.</summary>
    Crash,

    /// <summary>A silo is asked to stop, and does so in order.</summary>
    Stop,

    /// <summary>An actor's place is forgotten, or that of all: a second activation begins beside it.</summary>
    Part,

    /// <summary>A silo's clock jumps.</summary>
    Skew,

    /// <summary>A participant does not answer for a while.</summary>
    Outage,

    /// <summary>Time passes.</summary>
    Wait,

    /// <summary>An operator has a teardown tried again.</summary>
    Retry,

    /// <summary>An operator gives up a step at which a teardown stands.</summary>
    Waive,

    /// <summary>The app asks for a token and calls Shopify with it.</summary>
    UseToken,

    /// <summary>Somebody asks what access is worth.</summary>
    CheckAccess,

    /// <summary>A token without expiry is replaced, or an operator lets that go on.</summary>
    Migrate,

    /// <summary>Somebody wants a job done.</summary>
    Enqueue,

    /// <summary>The same is wanted again, under the same key.</summary>
    EnqueueAgain,

    /// <summary>Somebody asks for a job to stop.</summary>
    CancelJob,

    /// <summary>Much time passes, as long as tokens live; a poller keeps quiet pairs warm.</summary>
    WaitLong,

    /// <summary>Somebody makes a mistake in the app's settings, or mends it.</summary>
    Misconfigure,
}
