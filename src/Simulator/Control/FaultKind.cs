namespace Shopkeeper.Simulator.Control;

/// <summary>How a call goes wrong.</summary>
public enum FaultKind
{
    /// <summary>An HTTP status with a body.</summary>
    Status = 0,

    /// <summary>The right answer, late.</summary>
    Latency = 1,

    /// <summary>The connection is dropped.</summary>
    Abort = 2,

    /// <summary>No answer, until the caller gives up.</summary>
    Hang = 3,

    /// <summary>A page of HTML where JSON is due, with the status given.</summary>
    Html = 4,

    /// <summary>GraphQL's <c>THROTTLED</c> error; elsewhere 429 with <c>Retry-After</c>.</summary>
    Throttled = 5,

    /// <summary>A redirect to another host.</summary>
    Redirect = 6,

    /// <summary>The right answer without the top-level fields that <see cref="Fault.Without"/> names.</summary>
    Partial = 7,
}
