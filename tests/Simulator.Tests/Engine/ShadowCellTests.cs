namespace Gen.CrossEntropy.Simulator.Tests.Engine;

/// <summary>A cell keeps four accesses and three groups. These tests keep all, and compare.</summary>
public sealed class ShadowCellTests
{
    [Fact]
    public void FewAccessesThatAreKept_SayWhatAllWouldSay()
    {
        int races = 0, quiet = 0;
        for (int seed = 1; seed <= 20_000; seed++)
        {
            int[] random = Order.Of(64, seed, 0);
            int[] epochs = new int[3];
            List<(Access Access, bool Writes)> all = [];
            ShadowCell cell = default;
            cell.EnterLaunch(1);
            cell.EnterInterval(1);
            bool raced = false;
            for (int step = 0; step < 10 && !raced; step++)
            {
                int warp = random[step] % 3;
                if (random[step + 10] < 16)
                {
                    epochs[warp]++;
                }

                Access access = new((warp * 32) + (random[step + 20] % 3), epochs[warp]);
                bool writes = random[step + 30] < 12;
                Access rival = writes ? cell.RivalOfWrite(access) : cell.RivalOfRead(access);
                raced = all.Any(earlier => (writes || earlier.Writes) && earlier.Access.RacesWith(access));
                Assert.Equal(raced, rival.Lane >= 0);
                all.Add((access, writes));
                if (writes)
                {
                    cell.NoteWrite(access, 0);
                }
                else
                {
                    cell.NoteRead(access, 0);
                }
            }

            races += raced ? 1 : 0;
            quiet += raced ? 0 : 1;
        }

        // Neither is rare.
        Assert.True(races > 1_000 && quiet > 1_000, $"{races} races, {quiet} without.");
    }

    [Fact]
    public void FewGroupsThatAreKept_SayWhatAllWouldSay()
    {
        for (int seed = 1; seed <= 5_000; seed++)
        {
            int[] random = Order.Of(64, seed, 0);
            List<(int Group, bool Writes)> all = [];
            ShadowCell cell = default;
            cell.EnterLaunch(1);
            for (int step = 0; step < 8; step++)
            {
                int group = random[step] % 4;
                bool writes = random[step + 10] < 8;
                bool raced = all.Any(earlier => (writes || earlier.Writes) && earlier.Group != group);
                bool said = writes ? cell.RivalGroupOfWrite(group) >= 0 : cell.WriteGroup >= 0 && cell.WriteGroup != group;
                Assert.Equal(raced, said);
                if (raced)
                {
                    break;
                }

                all.Add((group, writes));
                cell.EnterInterval(step + 1);
                if (writes)
                {
                    cell.NoteWrite(new Access(0, 0), group);
                }
                else
                {
                    cell.NoteRead(new Access(0, 0), group);
                }
            }
        }
    }

    [Fact]
    public void WarpsSynchronisation_OrdersItsOwnLanesOnly()
    {
        Access early = new(3, 1);
        Assert.True(early.RacesWith(new Access(4, 1)));
        Assert.False(early.RacesWith(new Access(4, 2)));
        Assert.True(early.RacesWith(new Access(36, 2)));
        Assert.False(early.RacesWith(new Access(3, 1)));
        Assert.False(Access.None.RacesWith(early));
    }
}
