namespace Shopkeeper.Storage.Erasure;

/// <summary>What deletes an ended installation's rows from a table.</summary>
internal enum TableEraser
{
    /// <summary>Batches of the big tables; what is left goes by cascade.</summary>
    Batches = 1,

    /// <summary>Batches of their own, counted by the step that stops the jobs; what is left goes by cascade.</summary>
    Jobs = 2,

    /// <summary>By shop and time, since deliveries are recorded before their installation is known.</summary>
    Deliveries = 3,

    /// <summary>The installation's row itself.</summary>
    Row = 4,

    /// <summary>The foreign key, when the installation's row goes.</summary>
    Cascade = 5,

    /// <summary>A statement of its own in the transaction in which the installation's row goes.</summary>
    Statement = 6,

    /// <summary>The certificate's transaction.</summary>
    Certificate = 7,
}
