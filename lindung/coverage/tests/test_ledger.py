def test_database(db):
    from lindung.regions.models import Region
    assert Region.objects.filter(kind="village").count() == 3442
