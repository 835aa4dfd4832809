"""What sites already said of themselves moves here from their branding, which then loses the columns.

Backwards it goes home again; what is here stays, and is not overwritten when one comes forth once more.
"""

from django.db import migrations

COPY = """
    insert into legal_duties (id, "only", legal_name, legal_address, phone, contact_email, publication_director,
        director_role, basis, dpo_name, dpo_email, auditor, failures, burden, exempt, technologies, tested_pages,
        tested_with, plan_url, updated_at)
    select id, true, legal_name, legal_address, '', contact_email, publication_director,
        '', '', '', '', '', '', '', '', 'HTML5, CSS, SVG, JavaScript', '', '', '', now()
    from themes_branding
    on conflict ("only") do nothing
"""
COPY_BACK = """
    update themes_branding set legal_name = here.legal_name, legal_address = here.legal_address,
        contact_email = here.contact_email, publication_director = here.publication_director
    from legal_duties here
"""


class Migration(migrations.Migration):

    dependencies = [
        ("legal", "0001_initial"),
        ("themes", "0001_initial"),
    ]

    operations = [migrations.RunSQL(COPY, COPY_BACK)]
