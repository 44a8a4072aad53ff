namespace Shopkeeper.Grains.Jobs;

/// <summary>Why a running attempt was told to stop. A greater one prevails over a lesser one.</summary>
internal enum JobStop
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The service stops; the job goes back to the queue.</summary>
    ServiceStops = 1,

    /// <summary>The lease could not be renewed, or is another runner's.</summary>
    LeaseLost = 2,

    /// <summary>Somebody asked for it.</summary>
    CancelRequested = 3,

    /// <summary>The installation has ended.</summary>
    InstallationEnded = 4,
}
